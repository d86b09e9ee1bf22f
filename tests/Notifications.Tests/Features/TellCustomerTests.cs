using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Complaints.Contracts.Events.V1;
using Loyalty.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;
using static Notifications.Tests.NotificationsFixture;

namespace Notifications.Tests.Features;

/// <summary>N6: each fact of the platform that concerns a customer reaches his phone and his message centre, once.</summary>
public sealed class TellCustomerTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    private static readonly DateTimeOffset At = new(2026, 12, 21, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly On = new(2026, 12, 21);

    private static readonly Dictionary<string, Func<EventSource, Guid, Guid, Task>> Facts = new()
    {
        ["bill-issued"] = (say, id, account) =>
            say.SayAsync(new BillIssued(id, 1, "B-1", account, "A1", "2026-11", 88.5m, 80m, "CNY", On, At)),
        ["payment-confirmed"] = (say, id, account) =>
            say.SayAsync(new PaymentReceived(id, 1, account, 88.5m, 0m, "CNY", "cash", $"{id}", At)),
        ["arrears-reminder"] = (say, id, account) =>
            say.SayAsync(new ArrearsReminderDue(account, 1, id, "B-1", 88.5m, "CNY", On, 7, IsLast: false, At)),
        ["line-suspended"] = (say, id, account) =>
            say.SayAsync(new LineSuspended(id, 1, account, "13800000001", "mobile", 88.5m, "CNY", At)),
        ["line-restored"] = (say, id, account) =>
            say.SayAsync(new LineRestored(id, 1, account, "13800000001", "mobile", id, At, At)),
        ["line-terminated"] = (say, id, account) =>
            say.SayAsync(new LineTerminated(id, 1, account, "13800000001", "mobile", At)),
        ["usage-threshold"] = (say, id, account) =>
            say.SayAsync(
                new UsageThresholdReached(id, 1, account, id, "13800000001", "data", 8m, 10m, "MB", 80, "2026-11", At)
            ),
        ["bill-shock"] = (say, _, account) =>
            say.SayAsync(new BillShockSuspected(account, 1, "2026-11", 512m, 80m, "CNY", At)),
        ["plan-changed"] = (say, id, account) =>
            say.SayAsync(new PlanChanged(id, 1, account, id, "13800000001", "畅享", "Enjoy", 59m, "CNY", On, At)),
        ["compensation-granted"] = (say, id, account) =>
            say.SayAsync(new CompensationGranted(id, 1, account, id, "C-1", 50m, "CNY", "宽带中断", At)),
        ["compensation-clawed-back"] = (say, id, account) =>
            say.SayAsync(new CompensationClawedBack(id, 1, account, id, 50m, "CNY", "未支持", At)),
        ["restore-guarantee-missed"] = (say, id, account) =>
            say.SayAsync(new RestoreGuaranteeMissed(id, 1, account, id, "13800000001", At, At, At)),
        ["points-redeemed"] = (say, id, account) =>
            say.SayAsync(new PointsRedeemed(account, 1, id, 500, 780, "voucher", At)),
        ["points-expiring"] = (say, _, account) => say.SayAsync(new PointsExpiring(account, 1, 120, On, 30, At)),
        ["tier-changed"] = (say, _, account) => say.SayAsync(new TierChanged(account, 1, "none", "silver", On, At)),
        ["tier-ending-soon"] = (say, _, account) =>
            say.SayAsync(new TierEndingSoon(account, 1, "gold", "silver", On, At)),
        ["subscription-confirmed"] = (say, id, account) =>
            say.SayAsync(
                new SubscriptionConfirmed(
                    id,
                    2,
                    account,
                    id,
                    "13800000001",
                    id,
                    "每日天气",
                    "Weather",
                    id,
                    "天空",
                    "Sky",
                    8m,
                    "CNY",
                    "month",
                    7,
                    At
                )
            ),
        ["subscription-lapsed"] = (say, id, account) =>
            say.SayAsync(
                new SubscriptionLapsed(id, 2, account, "13800000001", id, "每日天气", "Weather", "expired", At)
            ),
        ["subscription-ended"] = (say, id, account) =>
            say.SayAsync(
                new SubscriptionEnded(id, 3, account, id, "13800000001", id, "每日天气", "Weather", id, "keyword", At)
            ),
        ["subscription-renewing"] = (say, id, account) =>
            say.SayAsync(
                new SubscriptionRenewing(id, 3, account, "13800000001", "每日天气", "Weather", 8m, "CNY", On, At)
            ),
        ["service-charged"] = (say, id, account) =>
            say.SayAsync(
                new ServiceCharged(
                    id,
                    1,
                    id,
                    account,
                    "13800000001",
                    id,
                    "每日天气",
                    "Weather",
                    id,
                    "天空",
                    "Sky",
                    8m,
                    "CNY",
                    At
                )
            ),
        ["charge-refunded"] = (say, id, account) =>
            say.SayAsync(
                new ChargeRefunded(
                    id,
                    3,
                    id,
                    "key-1",
                    account,
                    "13800000001",
                    id,
                    "每日天气",
                    "Weather",
                    id,
                    "天空",
                    "Sky",
                    "fraud",
                    8m,
                    492m,
                    "CNY",
                    "未经本人确认",
                    "vas.refund.fraud CN-national v1",
                    At
                )
            ),
        ["case-acknowledged"] = (say, id, account) =>
            say.SayAsync(new ComplaintOpened(id, 1, "C-1", "complaint", "major", "app", account, null, null, At)),
        ["case-resolved"] = (say, id, account) =>
            say.SayAsync(new ComplaintResolved(id, 2, "C-1", "complaint", account, "已修复", NeedsCallback: true, At)),
        ["case-reopened"] = (say, id, account) =>
            say.SayAsync(new ComplaintReopened(id, 3, "C-1", "complaint", account, "还是慢", At)),
        ["case-closed"] = (say, id, account) =>
            say.SayAsync(new ComplaintClosed(id, 4, "C-1", "complaint", account, "closed", null, At)),
    };

    public static TheoryData<string> EveryFact() => [.. Facts.Keys];

    [Theory]
    [MemberData(nameof(EveryFact))]
    public async Task A_fact_said_twice_reaches_phone_and_message_centre_once_and_its_decision_is_on_record(
        string purpose
    )
    {
        platform.MakeItDay();
        var (account, phone, id) = (Guid.CreateVersion7(), platform.NewPhone(), Guid.CreateVersion7());
        await platform.Neighbours.SayAsync(Contact(account, phone, "en"));

        await Facts[purpose](platform.Neighbours, id, account);
        await Facts[purpose](platform.Neighbours, id, account); // the same fact under another message id
        var texts = await platform.TextsAsync(phone, 1);
        await EndOfQueueAsync(purpose);

        platform.Kannel.Received(phone).Count.ShouldBe(1);
        var item = (await InboxAsync(account)).ShouldHaveSingleItem();
        item.GetProperty("purpose").GetString().ShouldBe(purpose);
        item.GetProperty("content").GetString().ShouldBe(texts[0]);
        using var customer = platform.Notifications.As(Roles.Customer, account);
        var decision = (
            await customer.GetFromJsonAsync<JsonElement[]>("/api/notifications/v1/decisions", Ct)
        )!.ShouldHaveSingleItem();
        decision.GetProperty("decided").GetString().ShouldBe("send");
        decision.GetProperty("purpose").GetString().ShouldBe(purpose);
    }

    [Fact]
    public async Task L1_points_earned_lie_in_the_message_centre_and_no_phone_rings()
    {
        platform.MakeItDay();
        var (account, phone) = (Guid.CreateVersion7(), platform.NewPhone());
        await platform.Neighbours.SayAsync(Contact(account, phone));

        await platform.Neighbours.SayAsync(new PointsEarned(account, 1, 80, 1280, "B-1", On, At));

        var decision = (await platform.DecisionsAsync($"points-earned:{account}:B-1"))[0];
        decision.GetProperty("decided").GetString().ShouldBe("inAppOnly");
        decision.GetProperty("channel").GetString().ShouldBe("inApp");
        (await InboxAsync(account)).ShouldHaveSingleItem().GetProperty("title").GetString().ShouldBe("积分到账");
        (await MessagesOfAsync(account)).ShouldBe(0);
    }

    [Fact]
    public async Task V5_that_what_was_paid_once_is_over_is_not_told_beside_its_charge()
    {
        var (account, once, stopped) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var (id, reason) in new[] { (once, "completed"), (stopped, "customer") })
        {
            await platform.Neighbours.SayAsync(
                new SubscriptionEnded(id, 3, account, id, "13800000001", id, "铃声", "Ring tone", id, reason, At)
            );
        }

        await platform.DecisionsAsync($"subscription-ended:{stopped}");
        (await InboxAsync(account)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task C8_what_follows_a_case_goes_to_the_cases_own_number_even_when_it_overtakes_its_opening()
    {
        var (account, own, cases) = (Guid.CreateVersion7(), platform.NewPhone(), platform.NewPhone());
        await platform.Neighbours.SayAsync(Contact(account, own));

        foreach (var (number, whose) in new[] { ("C-1", account), ("C-2", (Guid?)null) })
        {
            await platform.Neighbours.SayAsync(
                new ComplaintResolved(
                    Guid.CreateVersion7(),
                    2,
                    number,
                    "complaint",
                    whose,
                    $"{number}已修复",
                    NeedsCallback: true,
                    At,
                    cases,
                    "zh"
                )
            );
        }

        var texts = await platform.TextsAsync(cases, 2);
        texts.ShouldContain(text => text.Contains("C-1已修复"));
        texts.ShouldContain(text => text.Contains("C-2已修复"));
        platform.Kannel.Received(own).ShouldBeEmpty();
    }

    [Fact]
    public async Task C8_a_case_that_staff_deleted_and_one_of_nobody_tell_nobody()
    {
        var (account, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await platform.Neighbours.SayAsync(new ComplaintClosed(id, 2, "C-1", "report", account, "deleted", null, At));
        await platform.Neighbours.SayAsync(new ComplaintClosed(id, 2, "C-1", "report", null, "closed", null, At));
        var end = new ComplaintClosed(Guid.CreateVersion7(), 2, "C-2", "report", account, "closed", null, At);

        await platform.Neighbours.SayAsync(end);

        await platform.DecisionsAsync($"case-closed:{end.ComplaintId}");
        await Eventually.TrueAsync(async () => await HeardAsync("TellCustomerWhenComplaintClosed") >= 3, "all three");
        (await InboxAsync(account)).Length.ShouldBe(1);
        (
            await platform.Notifications.ScalarAsync<long>(
                $"select count(*) from send_decisions where message_key = 'case-closed:{id}'"
            )
        ).ShouldBe(0);
    }

    [Fact]
    public async Task N2_the_messages_of_an_account_reach_the_phone_in_the_order_in_which_they_were_decided_on()
    {
        var (account, phone) = (Guid.CreateVersion7(), platform.NewPhone());
        var lines = Enumerable.Range(0, 13).Select(_ => Guid.CreateVersion7()).ToList();
        foreach (var (line, number) in lines.Select((line, number) => (line, number)))
        {
            if (line == lines[^1])
            {
                // From here on all may go at once, those that had no address before the one that has.
                await platform.Neighbours.SayAsync(Contact(account, phone));
            }

            await platform.Neighbours.SayAsync(
                new LineRestored(line, 1, account, $"1380000{number:0000}", "mobile", line, At, At)
            );
            await platform.DecisionsAsync($"line-restored:{line}");
        }

        var texts = await platform.TextsAsync(phone, lines.Count);
        texts
            .Select(text => text.Split("手机")[1][..11])
            .ShouldBe(Enumerable.Range(0, lines.Count).Select(number => $"1380000{number:0000}"));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<JsonElement[]> InboxAsync(Guid account)
    {
        using var customer = platform.Notifications.As(Roles.Customer, account);
        var inbox = await customer.GetFromJsonAsync<JsonElement[]>(
            $"/api/notifications/v1/accounts/{account}/inbox",
            Ct
        );
        return inbox!;
    }

    private Task<long> MessagesOfAsync(Guid account) =>
        platform.Notifications.ScalarAsync<long>($"select count(*) from messages where account_id = '{account}'");

    private Task<long> HeardAsync(string consumer) =>
        platform.Notifications.ScalarAsync<long>($"select count(*) from inbox where consumer = '{consumer}'");

    /// <summary>A further fact of the same kind marks the end of the queue: what was said before it was heard.</summary>
    private async Task EndOfQueueAsync(string purpose)
    {
        var (account, id) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Facts[purpose](platform.Neighbours, id, account);
        await Eventually.TrueAsync(
            async () =>
                await platform.Notifications.ScalarAsync<long>(
                    $"select count(*) from send_decisions where account_id = '{account}'"
                ) == 1,
            "the end of the queue"
        );
    }
}
