using System;
using System.Linq;
using Billing.Domain.Ledger;
using FsCheck;
using FsCheck.Fluent;
using Rules;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Ledger;

/// <summary>B15: whatever is booked, debit equals credit, and a reversal takes back exactly that.</summary>
public sealed class LedgerProperties
{
    private static readonly string[] Accounts = ["1001", "1122", "2203", "6001", "6003"];

    private static readonly Gen<Posting[]> Sides =
        from count in Gen.Choose(1, 8)
        from sides in (
            from account in Gen.Elements(Accounts)
            from fen in Gen.Choose(-1_000_000, 1_000_000)
            from currency in Gen.Elements("CNY", "USD")
            select new Posting(account, fen / 100m, currency)
        ).ArrayOf(count)
        select sides;

    [Fact]
    public void An_entry_stands_exactly_when_each_currency_sums_to_zero() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                Sides.ToArbitrary(),
                sides => IsLevel(sides) ? Booked(sides) is not null : Refused(sides) == "ledger.unbalanced"
            )
        );

    [Fact]
    public void A_levelled_entry_and_its_reversal_leave_every_account_as_it_was() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                Sides.ToArbitrary(),
                sides =>
                {
                    var entry = Booked(Levelled(sides));
                    var reversal = entry.Reverse("wrong", DateTimeOffset.UnixEpoch);
                    return reversal.ReversesId == entry.Id
                        && entry
                            .Postings.Concat(reversal.Postings)
                            .GroupBy(p => (p.LedgerAccount, p.Currency))
                            .All(account => account.Sum(p => p.Amount) == 0);
                }
            )
        );

    [Fact]
    public void What_is_zero_is_not_posted() =>
        Booked([new("1001", 0, "CNY"), new("1122", 5, "CNY"), new("6001", -5, "CNY")])
            .Postings.Select(p => (p.Seq, p.LedgerAccount))
            .ShouldBe([((short)1, "1122"), ((short)2, "6001")]);

    private static Posting[] Levelled(Posting[] sides) =>
        [
            .. sides,
            .. sides
                .GroupBy(side => side.Currency)
                .Select(sum => new Posting("6711", -sum.Sum(side => side.Amount), sum.Key)),
        ];

    private static bool IsLevel(Posting[] sides) =>
        sides.GroupBy(side => side.Currency).All(sum => sum.Sum(side => side.Amount) == 0);

    private static LedgerEntry Booked(Posting[] sides) =>
        LedgerEntry.Of(EntryKind.Payment, "key", "test", DateTimeOffset.UnixEpoch, sides);

    private static string? Refused(Posting[] sides) => Should.Throw<RuleViolation>(() => Booked(sides)).Code;
}
