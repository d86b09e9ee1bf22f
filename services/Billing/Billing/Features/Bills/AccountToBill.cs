using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Bills;

namespace Billing.Features.Bills;

/// <summary>An account of a portion, with all that its bill is made of.</summary>
/// <param name="Place">In its run, from 0.</param>
internal sealed record AccountToBill(Guid Id, string Number, int Place)
{
    /// <summary>Ended ones too: late usage may be theirs.</summary>
    public List<SubscriptionToBill> Subscriptions { get; } = [];

    public List<UnbilledUsage> Usage { get; } = [];

    /// <summary>What third parties charged in the month and earlier and no standing bill has.</summary>
    public List<Charge> ThirdParties { get; } = [];

    public IssuedBill Bill(BillRun run, BilledTerms terms)
    {
        var subscriptions = Subscriptions.ConvertAll(terms.Of);
        Charge[] charges =
        [
            .. MonthlyCharges.Of(BillingMonth.Read(run.Period)!.Value, subscriptions, Usage),
            .. ThirdParties,
        ];
        return new(
            DerivedId.Of($"bill/{run.Id}/{Id}"),
            run.NumberOf(Place),
            this,
            new BillDraft(
                charges,
                subscriptions.Select(s => s.Price.Currency).FirstOrDefault(charges[0].Amount.Currency)
            )
        );
    }
}

internal sealed record SubscriptionToBill(
    Guid Id,
    Guid LineId,
    Guid CatalogueId,
    Guid OfferingId,
    DateOnly StartsOn,
    DateOnly? EndsOn
);

/// <summary>A bill about to be written.</summary>
internal sealed record IssuedBill(Guid Id, string Number, AccountToBill Account, BillDraft Draft)
{
    public const long FirstVersion = 1;

    public Guid EntryId { get; } = DerivedId.Of($"entry/{Id}");
}
