using System;
using System.Collections.Generic;
using System.Linq;
using Loyalty.Domain;
using Rules;
using Shouldly;
using Xunit;
using static Loyalty.Tests.Domain.Members;

namespace Loyalty.Tests.Domain;

/// <summary>L1: the life of points, one rule a test.</summary>
public sealed class MemberTests
{
    [Fact]
    public void A_bills_points_are_its_own_charges_rounded_down()
    {
        var member = Joined();

        member.Paid(1, 99.99m).ShouldBe([new MemberFact.Earned(99, "B-1", new DateOnly(2029, 6, 30))]);

        member.Available.ShouldBe(99);
    }

    [Fact]
    public void A_bill_that_gives_money_back_earns_nothing()
    {
        var member = Joined();

        member.Paid(1, -20).ShouldBeEmpty();

        member.Available.ShouldBe(0);
    }

    [Fact]
    public void An_issued_bill_is_pending_until_it_is_paid()
    {
        var member = Joined();

        member.AnnounceBill(Bill(1, 120, Today), Terms, Today);
        (member.Pending, member.Available).ShouldBe((120, 0));
        member.Paid(1, 120);

        (member.Pending, member.Available).ShouldBe((0, 120));
        member.Ledger().ShouldBe(Accounts((PointAccount.Available, 120), (PointAccount.Issued, -120)));
    }

    [Fact]
    public void A_bill_heard_of_as_paid_before_it_is_heard_of_as_issued_counts_once()
    {
        var member = Joined();

        member.Paid(1, 120);
        member.AnnounceBill(Bill(1, 120, Today), Terms, Today);

        (member.Pending, member.Available).ShouldBe((0, 120));
    }

    [Fact]
    public void Points_last_to_the_end_of_the_36th_month()
    {
        Terms.ExpiryOf(new DateOnly(2026, 2, 28)).ShouldBe(new DateOnly(2029, 2, 28));
        Terms.ExpiryOf(new DateOnly(2025, 2, 1)).ShouldBe(new DateOnly(2028, 2, 29));
        Terms.ExpiryOf(new DateOnly(2026, 12, 31)).ShouldBe(new DateOnly(2029, 12, 31));
    }

    [Fact]
    public void A_reversed_bill_takes_its_own_points_back()
    {
        var member = Joined();
        member.Paid(1, 300);
        member.Paid(2, 200, Noon(2026, 5, 1));

        member.ReverseBill(Bill(1, 300, Today, version: 3), Terms, Today);

        member.Available.ShouldBe(200);
        member.Lots.Single(lot => lot.BillNumber == "B-2").Remaining.ShouldBe(200);
    }

    [Fact]
    public void What_was_spent_of_a_reversed_bill_is_owed_and_the_next_earnings_fill_it()
    {
        var member = Joined();
        member.Paid(1, 300);
        member.Redeem(200);

        member.ReverseBill(Bill(1, 300, Today, version: 3), Terms, Today);
        (member.Available, member.Debt).ShouldBe((0, 200));
        member.Paid(2, 150);
        (member.Available, member.Debt).ShouldBe((0, 50));
        member.Paid(3, 150);

        (member.Available, member.Debt).ShouldBe((100, 0));
        member
            .Ledger()
            .ShouldBe(
                Accounts((PointAccount.Available, 100), (PointAccount.Issued, -300), (PointAccount.Redeemed, 200))
            );
    }

    [Fact]
    public void Points_are_frozen_while_any_line_is_suspended()
    {
        var (member, one, other) = (Joined(), Guid.CreateVersion7(), Guid.CreateVersion7());
        member.Paid(1, 300);

        member.SuspendLine(one, 2, Terms, Today);
        member.SuspendLine(other, 2, Terms, Today);
        (member.Available, member.Frozen).ShouldBe((0, 300));
        Refused(() => member.Redeem(100)).ShouldBe("points.frozen");

        member.ReleaseLine(one, 3, Terms, Today);
        member.Frozen.ShouldBe(300);
        member.ReleaseLine(other, 3, Terms, Today);
        (member.Available, member.Frozen).ShouldBe((300, 0));
    }

    [Fact]
    public void A_suspension_heard_of_after_its_restore_freezes_nothing()
    {
        var (member, line) = (Joined(), Guid.CreateVersion7());
        member.Paid(1, 300);

        member.ReleaseLine(line, 3, Terms, Today);
        member.SuspendLine(line, 2, Terms, Today);

        member.Available.ShouldBe(300);
    }

    [Fact]
    public void With_the_policy_off_a_suspension_freezes_nothing_and_a_closing_voids_nothing()
    {
        var member = Joined();
        member.Paid(1, 300);
        var mild = Terms with { FreezesOnSuspension = false, VoidsOnClosing = false };

        member.SuspendLine(Guid.CreateVersion7(), 2, mild, Today);
        member.Close(Today, mild, Today).ShouldBeEmpty();

        (member.Available, member.Status).ShouldBe((300, MemberStatus.Active));
    }

    [Fact]
    public void With_the_account_all_points_are_void_and_so_are_those_that_come_late()
    {
        var member = Joined();
        member.Paid(1, 300);
        member.AnnounceBill(Bill(2, 50, Today), Terms, Today);

        member.Close(Today, Terms, Today);
        member.Paid(3, 40).ShouldBeEmpty();

        (member.Available, member.Pending, member.Status).ShouldBe((0, 0, MemberStatus.Closed));
        member.Ledger().ShouldBe(Accounts((PointAccount.Issued, -390), (PointAccount.Void, 390)));
        Refused(() => member.Redeem(100)).ShouldBe("points.void");
        Refused(() => member.Adjust(Guid.CreateVersion7(), 5, Terms, Today)).ShouldBe("points.void");
    }

    [Fact]
    public void More_than_there_is_cannot_be_spent_nor_a_part_of_a_yuan()
    {
        var member = Joined();
        member.Paid(1, 300);

        Refused(() => member.Redeem(400)).ShouldBe("points.insufficient");
        Refused(() => member.Redeem(150)).ShouldBe("redemption.not-whole-yuan");

        member.Available.ShouldBe(300);
    }

    [Fact]
    public void Notices_come_60_30_and_7_days_before_the_last_day_each_once()
    {
        var member = Joined();
        member.Paid(1, 300);
        var last = Noon(2029, 6, 30);
        MemberFact Notice(int days) => new MemberFact.Expiring(300, new DateOnly(2029, 6, 30), days);

        member.Review(Terms, last.AddDays(-61)).ShouldBeEmpty();
        member.ReviewOn.ShouldBe(new DateOnly(2029, 5, 1));
        member.Review(Terms, last.AddDays(-60)).ShouldBe([Notice(60)]);
        member.Review(Terms, last.AddDays(-60)).ShouldBeEmpty();
        member.Review(Terms, last.AddDays(-30)).ShouldBe([Notice(30)]);
        member.Review(Terms, last.AddDays(-7)).ShouldBe([Notice(7)]);
        member.Review(Terms, last).ShouldBeEmpty();
        member.Available.ShouldBe(300);

        member.Review(Terms, last.AddDays(1)).ShouldBeEmpty();
        member.Available.ShouldBe(0);
        member.Ledger().ShouldBe(Accounts((PointAccount.Issued, -300), (PointAccount.Breakage, 300)));
        member.ReviewOn.ShouldBeNull();
    }

    [Fact]
    public void Points_that_join_a_day_that_was_told_of_are_told_of_with_its_next_notice()
    {
        var (member, soon) = (Joined(), Terms with { ExpiryMonths = 1 });
        var last = new DateOnly(2026, 7, 31);
        member.PayBill(Bill(1, 300, Today, version: 2), soon, Today);
        member.Review(soon, Today).ShouldBe([new MemberFact.Expiring(300, last, 60)]);

        member.PayBill(Bill(2, 200, Today, version: 2), soon, Today);

        member.Review(soon, Today).ShouldBeEmpty();
        member.ReviewOn.ShouldBe(last.AddDays(-30)); // and not today, for ever
        member.Review(soon, Noon(2026, 7, 1)).ShouldBe([new MemberFact.Expiring(500, last, 30)]);
    }

    [Fact]
    public void What_ran_out_cannot_be_spent_though_nobody_has_swept_yet()
    {
        var member = Joined();
        member.Paid(1, 300);
        member.Paid(2, 200, Noon(2026, 7, 1));
        var after = Noon(2029, 7, 1);

        Refused(() => member.Redeem(Guid.CreateVersion7(), 300, Terms, after)).ShouldBe("points.insufficient");
        member.Redeem(Guid.CreateVersion7(), 200, Terms, after);

        member
            .Ledger()
            .ShouldBe(
                Accounts((PointAccount.Issued, -500), (PointAccount.Redeemed, 200), (PointAccount.Breakage, 300))
            );
    }

    [Fact]
    public void A_correction_gives_a_lot_of_its_own_or_takes_what_is_there()
    {
        var member = Joined();

        member.Adjust(Guid.CreateVersion7(), 70, Terms, Today);
        member.Adjust(Guid.CreateVersion7(), -30, Terms, Today);

        member.Available.ShouldBe(40);
        member.Ledger().ShouldBe(Accounts((PointAccount.Available, 40), (PointAccount.Issued, -40)));
        Refused(() => member.Adjust(Guid.CreateVersion7(), -41, Terms, Today)).ShouldBe("points.insufficient");
    }

    [Fact]
    public void Who_proposed_a_correction_cannot_approve_it()
    {
        var member = Joined();
        var correction = Adjustment.Propose(member.AccountId, "k-1", 70, "counted wrong", "anna", Today);

        Refused(() => correction.Approve(member, "anna", Terms, Today)).ShouldBe("adjustment.same-person");
        member.Available.ShouldBe(0);
        correction.Approve(member, "boris", Terms, Today);

        member.Available.ShouldBe(70);
        Refused(() => correction.Reject("carl", Today)).ShouldBe("adjustment.already-decided");
    }

    [Theory]
    [InlineData(AdjustmentStatus.Proposed, AdjustmentAction.Approve, AdjustmentStatus.Approved)]
    [InlineData(AdjustmentStatus.Proposed, AdjustmentAction.Reject, AdjustmentStatus.Rejected)]
    [InlineData(AdjustmentStatus.Approved, AdjustmentAction.Approve, null)]
    [InlineData(AdjustmentStatus.Approved, AdjustmentAction.Reject, null)]
    [InlineData(AdjustmentStatus.Rejected, AdjustmentAction.Approve, null)]
    [InlineData(AdjustmentStatus.Rejected, AdjustmentAction.Reject, null)]
    public void A_correction_is_decided_once(AdjustmentStatus from, AdjustmentAction by, AdjustmentStatus? to)
    {
        if (to is { } next)
        {
            AdjustmentLifeCycle.Next(from, by).ShouldBe(next);
            return;
        }

        Refused(() => AdjustmentLifeCycle.Next(from, by)).ShouldBe("adjustment.already-decided");
    }

    private static string Refused(Action action) => Should.Throw<RuleViolation>(action).Code;

    private static SortedDictionary<PointAccount, long> Accounts(
        params (PointAccount Account, long Points)[] accounts
    ) => new(accounts.ToDictionary(account => account.Account, account => account.Points));
}
