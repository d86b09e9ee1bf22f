using System;
using System.Collections.Generic;
using System.Linq;
using Billing.Domain.Bills;
using Billing.Domain.Compensations;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static Billing.Tests.Domain.Payments.Bills;

namespace Billing.Tests.Domain.Payments;

/// <summary>What holds for any sums over any bills, with disputes, corrections and compensations taken back.</summary>
public sealed class SettlementProperties
{
    private static readonly Config Repeatable = Config
        .QuickThrowOnFailure.WithMaxTest(500)
        .WithReplay(20261122, 9)
        .WithQuietOnSuccess(true);

    private static readonly Gen<decimal> Fen = Gen.Choose(1, 20_000).Select(fen => fen / 100m);

    private static readonly Gen<(decimal, bool)[]> Lines = (
        from amount in Fen
        from sign in Gen.Elements(1, 1, 1, 1, -1)
        from isDisputed in Gen.Elements(true, false, false)
        select (amount * sign, isDisputed && sign > 0)
    )
        .ArrayOf()
        .Select(lines => lines.Take(6).ToArray());

    private static readonly Gen<Case> Cases =
        from bills in Lines.ArrayOf(5)
        from dues in Gen.Choose(1, 28).ArrayOf(5)
        from clawedBack in Fen.ArrayOf(2)
        from sums in Fen.ArrayOf(8)
        select new Case(bills, dues, clawedBack, sums);

    [Fact]
    public void Nothing_is_settled_beyond_what_is_open_and_no_fen_appears_or_vanishes() =>
        ForAll(it =>
        {
            var (bills, owed) = (it.Bills(), it.ClawedBack());
            foreach (var sum in it.Sums)
            {
                var before = Open(bills) + Due(owed);
                var settlement = Settlement.Of(sum, bills, owed, Now);
                var after = Open(bills) + Due(owed);
                if (
                    settlement.Settled + settlement.Left != sum
                    || before - after != settlement.Settled
                    || settlement.Settled != Math.Min(sum, before)
                    || settlement.Parts.Sum(part => part.Amount) > settlement.Settled
                    || bills.SelectMany(bill => bill.Lines).Any(IsOverpaid)
                )
                {
                    return false;
                }
            }

            return true;
        });

    [Fact]
    public void Many_small_payments_settle_what_one_large_does() =>
        ForAll(it =>
        {
            var (atOnce, oneByOne) = (it.Bills(), it.Bills());
            var (owedAtOnce, owedOneByOne) = (it.ClawedBack(), it.ClawedBack());
            var left = it.Sums.Sum(sum => Settlement.Of(sum, oneByOne, owedOneByOne, Now).Left);

            var large = Settlement.Of(it.Sums.Sum(), atOnce, owedAtOnce, Now);

            return large.Left == left
                && atOnce.Select(bill => bill.Open).SequenceEqual(oneByOne.Select(bill => bill.Open))
                && atOnce.Select(bill => bill.Status).SequenceEqual(oneByOne.Select(bill => bill.Status))
                && Due(owedAtOnce) == Due(owedOneByOne);
        });

    [Fact]
    public void A_bill_is_settled_when_and_only_when_nothing_of_it_is_open() =>
        ForAll(it =>
        {
            var bills = it.Bills();
            Settlement.Of(it.Sums.Sum(), bills, it.ClawedBack(), Now);
            return bills.TrueForAll(bill =>
                bill.AmountDue <= 0
                    ? bill.Status == BillStatus.Sent
                    : (bill.Open == 0) == (bill.Status == BillStatus.Settled)
                        && (bill.Open == bill.AmountDue) == (bill.Status == BillStatus.Sent)
            );
        });

    [Fact]
    public void No_younger_bill_is_paid_while_an_older_owes_undisputed_money() =>
        ForAll(it =>
        {
            var bills = it.Bills();
            Settlement.Of(it.Sums[0], bills, [], Now);
            var oldestFirst = bills
                .Where(bill => bill.AmountDue > 0)
                .OrderBy(bill => bill.DueOn)
                .ThenBy(bill => bill.Number, StringComparer.Ordinal)
                .ToList();
            var firstOwing = oldestFirst.FindIndex(bill =>
                bill.Lines.Where(line => !line.IsDisputed).Sum(line => Math.Max(line.Open, 0)) > 0
            );
            return firstOwing < 0
                || oldestFirst.Skip(firstOwing + 1).All(bill => bill.Status == BillStatus.Sent && bill.Version == 1);
        });

    private static void ForAll(Func<Case, bool> holds) => Prop.ForAll(Cases.ToArbitrary(), holds).Check(Repeatable);

    private static decimal Open(IEnumerable<Bill> bills) => bills.Sum(bill => Math.Max(bill.Open, 0));

    private static decimal Due(IEnumerable<Compensation> clawedBack) => clawedBack.Sum(it => it.DueAgain);

    private static bool IsOverpaid(BillLine line) =>
        line.Amount >= 0
            ? line.Settled < 0 || line.Settled > line.Amount
            : line.Settled > 0 || line.Settled < line.Amount;

    private sealed record Case((decimal, bool)[][] Lines, int[] Dues, decimal[] Owed, decimal[] Sums)
    {
        public List<Bill> Bills() => [.. Lines.Select((lines, i) => Sent((Dues[i] * 10) + i, lines))];

        public List<Compensation> ClawedBack() => [.. Owed.Select(Billing.Tests.Domain.Compensations.Given.DueAgain)];
    }
}
