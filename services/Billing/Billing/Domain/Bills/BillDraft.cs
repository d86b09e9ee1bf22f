using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Ledger;
using Rules;

namespace Billing.Domain.Bills;

/// <summary>
/// An account's charges of a month as they will be issued and posted (features.md B7, B15). What the bill takes back is
/// set off against its own charges in order; what is left of it becomes the customer's balance. So nothing of a line is
/// ever open below zero, and the open sum of the lines is what is due.
/// </summary>
public sealed class BillDraft
{
    /// <exception cref="RuleViolation"><c>money.currencies-mixed</c>: one bill has one currency.</exception>
    public BillDraft(IReadOnlyList<Charge> charges, string currency)
    {
        Currency = currency;
        Charges = charges;
        AmountDue = charges.Aggregate(Money.Zero(currency), (sum, charge) => sum + charge.Amount).Amount;
        OwnCharges = charges
            .Where(charge => charge.Kind != BillLineKind.ThirdParty)
            .Sum(charge => charge.Amount.Amount);
        Settled = SetOff(charges, AmountDue);
    }

    public string Currency { get; }

    public IReadOnlyList<Charge> Charges { get; }

    public decimal AmountDue { get; }

    public decimal OwnCharges { get; }

    /// <summary>How much of each charge needs no payment from the start.</summary>
    public IReadOnlyList<decimal> Settled { get; }

    /// <summary>Nothing to pay: settled as it is issued.</summary>
    public BillStatus Status => AmountDue > 0 ? BillStatus.Sent : BillStatus.Settled;

    /// <summary>
    /// The customer owes it, revenue earns it, and what third parties charged is billed now; zero sums are not posted.
    /// </summary>
    public IEnumerable<Posting> Postings(Guid accountId)
    {
        var claim = AmountDue < 0 ? ChartOfAccounts.CustomerBalances : ChartOfAccounts.Receivables;
        return
        [
            .. new[] { new Posting(claim, AmountDue, Currency, accountId) }
                .Concat(
                    Charges
                        .GroupBy(charge => EarnedBy(charge.Kind))
                        .OrderBy(earned => earned.Key, StringComparer.Ordinal)
                        .Select(earned => new Posting(
                            earned.Key,
                            -earned.Sum(c => c.Amount.Amount),
                            Currency,
                            earned.Key == ChartOfAccounts.UnbilledCharges ? accountId : null
                        ))
                )
                .Where(posting => posting.Amount != 0),
        ];
    }

    private static string EarnedBy(BillLineKind kind) =>
        kind switch
        {
            BillLineKind.Recurring => ChartOfAccounts.RecurringRevenue,
            BillLineKind.OneOff => ChartOfAccounts.OneOffRevenue,
            BillLineKind.Usage or BillLineKind.Adjustment => ChartOfAccounts.UsageRevenue,
            BillLineKind.ThirdParty => ChartOfAccounts.UnbilledCharges,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
        };

    private static decimal[] SetOff(IReadOnlyList<Charge> charges, decimal due)
    {
        if (due <= 0)
        {
            return [.. charges.Select(charge => charge.Amount.Amount)];
        }

        var credit = -charges.Where(charge => charge.Amount.Amount < 0).Sum(charge => charge.Amount.Amount);
        var settled = new decimal[charges.Count];
        for (var i = 0; i < charges.Count; i++)
        {
            var amount = charges[i].Amount.Amount;
            settled[i] = Math.Min(amount, credit);
            credit -= Math.Max(0, settled[i]);
        }

        return settled;
    }
}
