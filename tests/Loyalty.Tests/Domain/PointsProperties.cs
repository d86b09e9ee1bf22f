using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Loyalty.Domain;
using Rules;
using Xunit;
using static Loyalty.Tests.Domain.Members;

namespace Loyalty.Tests.Domain;

/// <summary>L1, L2: what holds of points whatever happens, in whatever order it is heard of.</summary>
public sealed class PointsProperties
{
    /// <summary>A fact that Billing may tell, or something a person does.</summary>
    private sealed record Step(string What, int Number, int Amount)
    {
        public override string ToString() => $"{What} {Number} {Amount}";
    }

    private static readonly Gen<Step> BillingFacts =
        from what in Gen.Elements("issued", "paid", "reversed", "suspended", "restored", "closed")
        from number in Gen.Choose(1, 4)
        select new Step(what, number, 0);

    private static readonly Gen<Step> AnySteps = Gen.OneOf(
        BillingFacts,
        BillingFacts,
        from what in Gen.Elements("redeem", "adjust", "review")
        from number in Gen.Choose(1, 60)
        from amount in Gen.Choose(-3, 9)
        select new Step(what, number, amount)
    );

    [Fact]
    public void Every_entry_sums_to_zero_and_the_ledger_says_what_the_member_says() =>
        ForAll(
            AnySteps.ListOf(),
            steps =>
            {
                var member = After(steps);
                var ledger = member.Ledger();
                return member.Entries.All(entry => entry.Postings.Sum(posting => posting.Points) == 0)
                    && ledger.GetValueOrDefault(PointAccount.Available) == member.Available
                    && ledger.GetValueOrDefault(PointAccount.Pending) == member.Pending
                    && ledger.GetValueOrDefault(PointAccount.Frozen) == member.Frozen
                    && ledger.GetValueOrDefault(PointAccount.Debt) == -member.Debt
                    && ledger.GetValueOrDefault(PointAccount.Redeemed) == member.Redeemed;
            }
        );

    [Fact]
    public void Nothing_is_ever_below_zero_and_nobody_owes_while_he_has() =>
        ForAll(
            AnySteps.ListOf(),
            steps =>
            {
                var member = After(steps);
                return member.Available >= 0
                    && member.Pending >= 0
                    && member.Frozen >= 0
                    && member.Debt >= 0
                    && (member.Debt == 0 || member.Available + member.Frozen == 0)
                    && member.Lots.All(lot => lot.Remaining >= 0 && lot.Spent >= 0 && lot.Expired >= 0)
                    && member.Lots.Sum(lot => lot.Remaining) == member.Available + member.Frozen;
            }
        );

    [Fact]
    public void Points_are_spent_first_expiring_first() =>
        ForAll(
            AnySteps.ListOf(),
            steps =>
            {
                var lots = After(steps)
                    .Lots.Where(lot => lot is { IsOver: false, ReversedAt: null, Earned: > 0 } && lot.Remaining > 0)
                    .ToList();
                return lots.TrueForAll(older =>
                    lots.TrueForAll(newer => !(older.ExpiresOn < newer.ExpiresOn) || newer.Spent == 0)
                );
            }
        );

    [Fact]
    public void The_order_in_which_facts_arrive_does_not_matter_nor_that_they_come_twice() =>
        ForAll(
            from spentBefore in Gen.Choose(0, 9)
            from facts in BillingFacts.ListOf()
            from shuffled in Gen.Shuffle(facts.Concat(facts).ToArray())
            select (spentBefore, facts, shuffled),
            it => Standing(After(it.facts, it.spentBefore)) == Standing(After(it.shuffled, it.spentBefore))
        );

    private static string Standing(Member member) =>
        string.Join(
            "; ",
            member.Status,
            string.Join(", ", member.Ledger()),
            string.Join(
                ", ",
                member.Lots.OrderBy(lot => lot.Id).Select(lot => $"{lot.Id}: {lot.Remaining} {lot.Spent}")
            )
        );

    /// <summary>A member who had 900 points of an earlier bill and spent some, after these steps.</summary>
    private static Member After(IEnumerable<Step> steps, int spentBefore = 0)
    {
        var member = Joined();
        member.Paid(4, 900, Noon(2026, 1, 10));
        if (spentBefore > 0)
        {
            member.Redeem(spentBefore * 100);
        }

        foreach (var step in steps)
        {
            Take(member, step);
        }

        return member;
    }

    private static void Take(Member member, Step step)
    {
        var charges = step.Number * 137.50m;
        var at = Noon(2026, (step.Number % 11) + 1, 5);
        switch (step.What)
        {
            case "issued":
                member.AnnounceBill(Bill(step.Number, charges, at), Terms, Today);
                break;
            case "paid":
                member.PayBill(Bill(step.Number, charges, at.AddDays(9), version: 2), Terms, Today);
                break;
            case "reversed":
                member.ReverseBill(Bill(step.Number, charges, at.AddDays(20), version: 3), Terms, Today);
                break;
            case "suspended":
                member.SuspendLine(Line(step.Number), version: 2, Terms, Today);
                break;
            case "restored":
                member.ReleaseLine(Line(step.Number), version: 3, Terms, Today);
                break;
            case "closed":
                member.Close(Today, Terms, Today);
                break;
            case "redeem":
                IfAllowed(() => member.Redeem(Math.Max(1, step.Amount) * 100));
                break;
            case "adjust":
                IfAllowed(() => member.Adjust(Guid.CreateVersion7(), (step.Amount * 50) + 1, Terms, Today));
                break;
            default:
                member.Review(Terms, Today.AddMonths(step.Number));
                break;
        }
    }

    private static Guid Line(int number) => new(number, 1, 0, new byte[8]);

    /// <summary>What the member refuses is no step; that nothing is changed by it is what the properties see.</summary>
    private static void IfAllowed(Action step)
    {
        try
        {
            step();
        }
        catch (RuleViolation refused) when (refused.Code.StartsWith("points.", StringComparison.Ordinal))
        {
            _ = refused;
        }
    }
}
