using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Bills;
using Billing.Domain.Charges;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Time;

namespace Billing.Features.Charges;

/// <summary>What became of an order.</summary>
/// <param name="Charge">As it stands in the books; null when it never will.</param>
/// <param name="Refusal">Why not.</param>
internal readonly record struct PostingOutcome(ThirdPartyCharge? Charge, RuleViolation? Refusal);

/// <summary>
/// Posts charges, each once for ever (features.md V5: at least 500 a second with Vas's own checks before it). However many
/// they are, it is one commit and the same few statements.
/// </summary>
internal sealed class PostCharges(BillingDb db, PolicyBook policies, BusinessClock clock)
{
    public const string NoSuchLine = "charge.no-such-line";

    /// <returns>An outcome for each order, in their order.</returns>
    public Task<List<PostingOutcome>> EachOnceAsync(IReadOnlyList<ChargeOrder> orders, CancellationToken ct) =>
        db.DecideAgainAfterRaceAsync(() => PostAsync(orders, ct));

    private async Task<List<PostingOutcome>> PostAsync(IReadOnlyList<ChargeOrder> orders, CancellationToken ct)
    {
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        var known = await KnownAsync(orders, ct);
        var accounts = await AccountsOfLinesAsync(orders.Where(order => !known.ContainsKey(order.BusinessKey)), ct);
        var (zone, now) = ((await policies.ReadAsync(ct)).Calendar.Zone, clock.Now());
        var outcomes = new List<PostingOutcome>(orders.Count);
        foreach (var order in orders)
        {
            try
            {
                outcomes.Add(new(Post(order), Refusal: null));
            }
            catch (RuleViolation no)
            {
                outcomes.Add(new(Charge: null, no));
            }
        }

        await db.SaveChangesAsync(ct);
        await turn.CommitAsync(ct);
        return outcomes;

        ThirdPartyCharge Post(ChargeOrder order)
        {
            if (known.TryGetValue(order.BusinessKey, out var posted))
            {
                posted.RequireSame(order);
                return posted;
            }

            if (accounts.GetValueOrDefault(order.LineId) != order.AccountId)
            {
                throw new RuleViolation(NoSuchLine, "There is no such line of such an account.");
            }

            var entry = ChargeBook.EntryOf(order, now);
            var charge = ThirdPartyCharge.Post(order, BillingMonth.Of(order.OccurredAt.DateIn(zone)), entry.Id, now);
            db.LedgerEntries.Add(entry);
            db.ThirdPartyCharges.Add(charge);
            known.Add(order.BusinessKey, charge); // twice in one call is once, too
            return charge;
        }
    }

    private Task<Dictionary<string, ThirdPartyCharge>> KnownAsync(
        IReadOnlyList<ChargeOrder> orders,
        CancellationToken ct
    )
    {
        var keys = orders.Select(order => order.BusinessKey).ToArray();
        return db
            .ThirdPartyCharges.AsNoTracking()
            .Where(charge => keys.Contains(charge.BusinessKey))
            .ToDictionaryAsync(charge => charge.BusinessKey, ct);
    }

    private async Task<Dictionary<Guid, Guid>> AccountsOfLinesAsync(
        IEnumerable<ChargeOrder> orders,
        CancellationToken ct
    )
    {
        var lines = orders.Select(order => order.LineId).Distinct().ToArray();
        return lines.Length == 0
            ? []
            : await db
                .Accounts.SelectMany(account => account.Lines, (account, line) => new { line.Id, Account = account.Id })
                .Where(line => lines.Contains(line.Id))
                .ToDictionaryAsync(line => line.Id, line => line.Account, ct);
    }
}
