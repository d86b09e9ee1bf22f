using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Compensations;

namespace Billing.Domain.Bills;

/// <summary>
/// How a sum is spread over what an account owes (features.md B9): bills by their due day, the oldest first, then
/// compensations that were taken back, and last, when nothing else is open, lines in dispute. What is left stays the
/// customer's.
/// </summary>
/// <param name="Parts">What each bill took, in the order of due days; bills that took nothing are not there.</param>
/// <param name="Settled">What was taken in all.</param>
/// <param name="Left">What nothing was open for; the two add up to the sum.</param>
public sealed record Settlement(IReadOnlyList<SettledPart> Parts, decimal Settled, decimal Left)
{
    /// <param name="amount">Not below zero.</param>
    /// <param name="bills">Bills of one account that were sent and not reversed.</param>
    /// <param name="clawedBack">Compensations of the account of which something is due again.</param>
    public static Settlement Of(
        decimal amount,
        IReadOnlyCollection<Bill> bills,
        IReadOnlyCollection<Compensation> clawedBack,
        DateTimeOffset now
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        var oldestFirst = bills
            .OrderBy(bill => bill.DueOn)
            .ThenBy(bill => bill.Number, StringComparer.Ordinal)
            .ToList();
        var taken = oldestFirst.ToDictionary(bill => bill, _ => 0m);
        var left = amount;
        Pay(disputed: false);
        foreach (var compensation in clawedBack.OrderBy(it => it.ClawedBackAt).ThenBy(it => it.Id))
        {
            left -= compensation.PayBack(left);
        }

        Pay(disputed: true);
        return new(
            [.. oldestFirst.Where(bill => taken[bill] > 0).Select(bill => new SettledPart(bill, taken[bill]))],
            amount - left,
            left
        );

        void Pay(bool disputed)
        {
            foreach (var bill in oldestFirst)
            {
                var part = bill.Settle(left, disputed, now);
                taken[bill] += part;
                left -= part;
            }
        }
    }
}

/// <summary>What one bill took of a sum.</summary>
public sealed record SettledPart(Bill Bill, decimal Amount);
