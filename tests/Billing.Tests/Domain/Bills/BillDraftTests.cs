using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Bills;
using FsCheck;
using FsCheck.Fluent;
using Rules;
using Shouldly;
using Xunit;

namespace Billing.Tests.Domain.Bills;

/// <summary>B7, B15: what is due, what is posted, and what needs no payment from the start.</summary>
public sealed class BillDraftTests
{
    private static readonly Guid Account = Guid.CreateVersion7();

    [Fact]
    public void A_bill_is_posted_to_the_customer_and_to_what_earned_it()
    {
        var draft = Draft((BillLineKind.Recurring, 39), (BillLineKind.Usage, 4.5m), (BillLineKind.ThirdParty, 10));

        draft
            .Postings(Account)
            .Select(p => (p.LedgerAccount, p.Amount, p.AccountId))
            .ShouldBe([("1122", 53.5m, Account), ("1123", -10m, Account), ("6001", -39m, null), ("6003", -4.5m, null)]);
        draft.OwnCharges.ShouldBe(43.5m);
        draft.Status.ShouldBe(BillStatus.Sent);
    }

    [Fact]
    public void What_is_taken_back_is_set_off_against_the_first_charges()
    {
        var draft = Draft((BillLineKind.Recurring, 10), (BillLineKind.Usage, 5), (BillLineKind.Adjustment, -12));

        draft.AmountDue.ShouldBe(3);
        draft.Settled.ShouldBe([10, 2, -12]);
    }

    [Fact]
    public void A_bill_below_zero_is_settled_and_leaves_a_balance()
    {
        var draft = Draft((BillLineKind.Recurring, 10), (BillLineKind.Adjustment, -12));

        draft.Status.ShouldBe(BillStatus.Settled);
        draft.Settled.ShouldBe([10, -12]);
        draft
            .Postings(Account)
            .First()
            .ShouldBeEquivalentTo(new Billing.Domain.Ledger.Posting("2203", -2, "CNY", Account));
    }

    [Fact]
    public void Nothing_to_pay_is_settled_and_moves_no_money()
    {
        var draft = Draft();

        draft.Status.ShouldBe(BillStatus.Settled);
        draft.Postings(Account).ShouldBeEmpty();
    }

    [Fact]
    public void Postings_sum_to_zero_and_what_is_open_is_what_is_due() =>
        Check.One(
            Config.QuickThrowOnFailure,
            Prop.ForAll(
                (
                    from kind in Gen.Elements(Enum.GetValues<BillLineKind>())
                    from fen in Gen.Choose(-5_000, 20_000)
                    select (kind, fen / 100m)
                )
                    .ArrayOf()
                    .ToArbitrary(),
                lines =>
                {
                    var draft = Draft(lines);
                    var open = draft.Charges.Zip(draft.Settled, (c, settled) => c.Amount.Amount - settled).ToList();
                    return draft.Postings(Account).Sum(posting => posting.Amount) == 0
                        && open.All(line => line >= 0)
                        && open.Sum() == Math.Max(0, draft.AmountDue);
                }
            )
        );

    private static BillDraft Draft(params IReadOnlyList<(BillLineKind Kind, decimal Amount)> lines) =>
        new(
            [
                .. lines.Select(line => new Charge(
                    line.Kind,
                    Guid.Empty,
                    Guid.Empty,
                    UsageKind: null,
                    "2026-11",
                    "费",
                    "fee",
                    Quantity: null,
                    Included: null,
                    Unit: null,
                    new Money(line.Amount, "CNY")
                )),
            ],
            "CNY"
        );
}
