using System;
using Billing.Domain.Bills;
using Billing.Domain.Charges;
using Billing.Domain.Ledger;
using Billing.Features.Payments;

namespace Billing.Features.Charges;

/// <summary>
/// How third parties' charges stand in the books (features.md V5, B15): at once as a claim that no bill has yet, which the
/// bill run turns into a receivable, against what is due to providers.
/// </summary>
internal static class ChargeBook
{
    public static LedgerEntry EntryOf(ChargeOrder order, DateTimeOffset now) =>
        LedgerEntry.Of(
            EntryKind.Charge,
            order.BusinessKey,
            $"{order.Service.NameEn} by {order.Provider.NameEn}",
            now,
            new Posting(ChartOfAccounts.UnbilledCharges, order.Amount, order.Currency, order.AccountId),
            new Posting(ChartOfAccounts.DueToProviders, -order.Amount, order.Currency)
        );

    /// <summary>What is on a bill stays there: the customer is credited as by a payment, and the provider bears it.</summary>
    /// <param name="credit">What the sum settles, and what of it stays the customer's.</param>
    public static LedgerEntry CreditOf(ThirdPartyCharge billed, Settlement credit, string reason, DateTimeOffset now) =>
        LedgerEntry.Of(
            EntryKind.Reversal,
            $"{EntryKind.Charge}:{billed.BusinessKey}",
            reason,
            now,
            [
                new Posting(ChartOfAccounts.DueToProviders, billed.Amount, billed.Currency),
                .. credit.Credits(billed.AccountId, billed.Currency),
            ]
        );

    /// <summary>What a refund gives beyond the charge is the provider's to pay, not the operator's expense.</summary>
    public static LedgerEntry ExtraOf(
        ThirdPartyCharge reversed,
        decimal extra,
        Settlement credit,
        string reason,
        DateTimeOffset now
    ) =>
        LedgerEntry.Of(
            EntryKind.Compensation,
            reversed.BusinessKey,
            reason,
            now,
            [
                new Posting(ChartOfAccounts.DueToProviders, extra, reversed.Currency),
                .. credit.Credits(reversed.AccountId, reversed.Currency),
            ]
        );
}
