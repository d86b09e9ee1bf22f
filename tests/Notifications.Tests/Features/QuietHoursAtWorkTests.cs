using System;
using System.Linq;
using System.Net.Http.Json;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Notifications.Tests.NotificationsFixture;

namespace Notifications.Tests.Features;

/// <summary>N3: reminders wait out the night and are decided on again in the morning; confirmations do not wait.</summary>
public sealed class QuietHoursAtWorkTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    private static readonly DateTimeOffset At = new(2026, 12, 21, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly On = new(2026, 12, 21);

    [Fact]
    public async Task A_reminder_at_night_lies_in_the_message_centre_at_once_and_rings_in_the_morning()
    {
        var (account, phone) = await CustomerAsync();
        platform.MoveBusinessTimeTo(new TimeOnly(21, 0));
        var night = DateOnly.FromDateTime(platform.WallClock);

        var key = await RemindAsync(account, Guid.CreateVersion7());

        var held = (await platform.DecisionsAsync(key))[0];
        held.GetProperty("decided").GetString().ShouldBe("hold");
        held.GetProperty("rule").GetString().ShouldBe("quiet-hours");
        held.GetProperty("policy").GetString().ShouldBe("sms.quiet_hours CN-national v1");
        held.GetProperty("holdUntil").GetDateTimeOffset().UtcDateTime.ShouldBe(night.AddDays(1).ToDateTime(new(0, 0)));
        (await CountAsync($"inbox_items where account_id = '{account}'")).ShouldBe(1);

        platform.MoveBusinessTimeTo(new TimeOnly(7, 59));
        await OtherSweepsRanAsync();
        (await CountAsync($"messages where account_id = '{account}' and status = 'Held'")).ShouldBe(1);
        platform.Kannel.Received(phone).ShouldBeEmpty();

        platform.MoveBusinessTimeTo(new TimeOnly(8, 0));
        (await platform.TextsAsync(phone, 1)).Single().ShouldContain("88.50");
        var decisions = await platform.DecisionsAsync(key, 2);
        decisions.Select(d => d.GetProperty("decided").GetString()).ShouldBe(["hold", "send"]);
    }

    [Fact]
    public async Task A_minute_before_nine_in_the_evening_a_reminder_still_rings()
    {
        var (account, phone) = await CustomerAsync();
        platform.MoveBusinessTimeTo(new TimeOnly(20, 59));

        await RemindAsync(account, Guid.CreateVersion7());

        (await platform.TextsAsync(phone, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_confirmation_does_not_wait_for_the_morning()
    {
        var (account, phone) = await CustomerAsync();
        platform.MoveBusinessTimeTo(new TimeOnly(23, 30));
        var payment = Guid.CreateVersion7();

        await platform.Neighbours.SayAsync(
            new PaymentReceived(payment, 1, account, 88.5m, 0m, "CNY", "checkout", $"{payment}", At)
        );

        (await platform.TextsAsync(phone, 1)).Single().ShouldContain("88.50");
        var decision = (await platform.DecisionsAsync($"payment-confirmed:{payment}"))[0];
        decision.GetProperty("rule").GetString().ShouldBe("confirmation.at-once");
    }

    [Fact]
    public async Task A_confirmation_goes_before_what_was_sent_to_everybody_and_before_his_own_share_of_it()
    {
        var (account, phone) = await CustomerAsync();
        platform.MoveBusinessTimeTo(new TimeOnly(12, 0));
        await platform.Notifications.ScalarAsync<int>(
            $"""
            insert into messages (id, version, dedupe_key, purpose, account_id, parameters, receiver, language, content, status,
                                  attempts, created_at, due_at, class, matter_kind, matter_id, template_version, text_zh, text_en,
                                  is_to_cases_contact)
            select gen_random_uuid(), 1, 'everybody-' || n, 'bill-issued',
                   case n when 2000 then '{account}'::uuid else gen_random_uuid() end, jsonb_build_object(),
                   '1391' || lpad(n::text, 7, '0'), 'zh', '账单', 'Waiting', 0, now(), now() - interval '1 hour', 'Reminder',
                   'bill', gen_random_uuid(), 1, '账单', 'Bill', false
              from generate_series(1, 2000) n
            """
        );

        var payment = Guid.CreateVersion7();
        await platform.Neighbours.SayAsync(
            new PaymentReceived(payment, 1, account, 88.5m, 0m, "CNY", "checkout", $"{payment}", At)
        );

        (await platform.TextsAsync(phone, 1)).Single().ShouldContain("88.50");
        (await CountAsync("messages where dedupe_key like 'everybody-%' and status = 'Waiting'")).ShouldBeGreaterThan(
            0
        );
        await platform.Notifications.ScalarAsync<int>(
            "delete from messages where dedupe_key like 'everybody-%' and status = 'Waiting'"
        );
    }

    [Theory]
    [InlineData("paid")]
    [InlineData("reversed")]
    public async Task A_reminder_of_a_bill_that_was_settled_over_night_is_dropped_and_the_reason_recorded(string how)
    {
        var (account, phone) = await CustomerAsync();
        platform.MoveBusinessTimeTo(new TimeOnly(22, 0));
        var bill = Guid.CreateVersion7();
        var key = await RemindAsync(account, bill);
        await platform.DecisionsAsync(key);

        await SettleAsync(account, bill, how);
        platform.MoveBusinessTimeTo(new TimeOnly(8, 0));

        var again = (await platform.DecisionsAsync(key, 2))[1];
        again.GetProperty("decided").GetString().ShouldBe("refuse");
        again.GetProperty("rule").GetString().ShouldBe($"bill.{how}");
        (
            await CountAsync(
                $"messages where dedupe_key = '{key}' and status = 'Dropped' and status_reason = 'bill.{how}'"
            )
        ).ShouldBe(1);
        platform.Kannel.Received(phone).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reminder_that_comes_after_the_payment_that_it_asks_for_is_refused()
    {
        platform.MakeItDay();
        var (account, phone) = await CustomerAsync();
        var bill = Guid.CreateVersion7();
        await SettleAsync(account, bill, "paid");

        var key = await RemindAsync(account, bill);

        var decision = (await platform.DecisionsAsync(key))[0];
        decision.GetProperty("decided").GetString().ShouldBe("refuse");
        (await CountAsync($"inbox_items where account_id = '{account}'")).ShouldBe(0);
        platform.Kannel.Received(phone).ShouldBeEmpty();
    }

    [Fact]
    public async Task Business_time_that_jumps_over_the_morning_into_the_next_night_holds_the_reminder_on()
    {
        var (account, phone) = await CustomerAsync();
        platform.MoveBusinessTimeTo(new TimeOnly(23, 0));
        var key = await RemindAsync(account, Guid.CreateVersion7());
        await platform.DecisionsAsync(key);

        platform.MoveBusinessTimeTo(new TimeOnly(22, 0));

        var decisions = await platform.DecisionsAsync(key, 2);
        decisions.Select(d => d.GetProperty("decided").GetString()).ShouldBe(["hold", "hold"]);
        platform.Kannel.Received(phone).ShouldBeEmpty();
        platform.MoveBusinessTimeTo(new TimeOnly(8, 0));
        (await platform.TextsAsync(phone, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_a_night_full_of_reminders_five_ring_in_the_morning_and_the_rest_the_morning_after()
    {
        var (account, phone) = await CustomerAsync();
        platform.MoveBusinessTimeTo(new TimeOnly(22, 0));
        for (var number = 0; number < 7; number++)
        {
            await platform.DecisionsAsync(await RemindAsync(account, Guid.CreateVersion7()));
        }

        platform.MoveBusinessTimeTo(new TimeOnly(8, 0));

        await Eventually.TrueAsync(
            async () => await CountAsync($"send_decisions where account_id = '{account}' and number = 2") == 7,
            "all seven decided on again"
        );
        (await platform.TextsAsync(phone, 5)).Count.ShouldBe(5);
        (
            await CountAsync($"send_decisions where account_id = '{account}' and rule = 'reminders.day-is-full'")
        ).ShouldBe(2);
        (await CountAsync($"inbox_items where account_id = '{account}'")).ShouldBe(7);

        platform.MoveBusinessTimeTo(new TimeOnly(8, 0));
        (await platform.TextsAsync(phone, 7)).Count.ShouldBe(7);
    }

    [Fact]
    public async Task Reminders_of_one_moment_cannot_all_be_the_last_that_the_day_takes()
    {
        platform.MakeItDay();
        var (account, phone) = await CustomerAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RemindAsync(account, Guid.CreateVersion7())));

        await Eventually.TrueAsync(
            async () => await CountAsync($"send_decisions where account_id = '{account}'") == 8,
            "all eight decided on"
        );
        (await CountAsync($"send_decisions where account_id = '{account}' and verdict = 'Send'")).ShouldBe(5);
        (await platform.TextsAsync(phone, 5)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task The_last_notice_before_a_bar_rings_whatever_was_switched_off_and_however_full_the_day_is()
    {
        platform.MakeItDay();
        var (account, phone) = await CustomerAsync();
        for (var number = 0; number < 6; number++)
        {
            await platform.DecisionsAsync(await RemindAsync(account, Guid.CreateVersion7()));
        }

        using var customer = platform.Notifications.As(Roles.Customer, account);
        var off = new { sms = false, inApp = false };
        using var said = await customer.PutAsJsonAsync(
            $"/api/notifications/v1/accounts/{account}/preferences",
            new { reminders = off, marketing = off },
            TestContext.Current.CancellationToken
        );
        said.EnsureSuccessStatusCode();

        var key = await RemindAsync(account, Guid.CreateVersion7(), isLast: true);

        (await platform.TextsAsync(phone, 6))[5].ShouldContain("将暂停服务");
        (await platform.DecisionsAsync(key))[0].GetProperty("class").GetString().ShouldBe("lastNotice");
    }

    private async Task<(Guid Account, string Phone)> CustomerAsync()
    {
        var (account, phone) = (Guid.CreateVersion7(), platform.NewPhone());
        await platform.Neighbours.SayAsync(Contact(account, phone));
        return (account, phone);
    }

    /// <returns>The message's key.</returns>
    private async Task<string> RemindAsync(Guid account, Guid bill, bool isLast = false)
    {
        await platform.Neighbours.SayAsync(
            new ArrearsReminderDue(account, 1, bill, "B-1", 88.5m, "CNY", On, 7, isLast, At)
        );
        return $"arrears-reminder:{bill}:7";
    }

    private async Task SettleAsync(Guid account, Guid bill, string how)
    {
        await (
            how == "paid"
                ? platform.Neighbours.SayAsync(new BillPaid(bill, 2, "B-1", account, "2026-11", 88.5m, 80m, "CNY", At))
                : platform.Neighbours.SayAsync(
                    new BillReversed(bill, 2, "B-1", account, 80m, "CNY", "Rated with the wrong plan.", At)
                )
        );
        await Eventually.TrueAsync(
            async () => await CountAsync($"settled_bills where bill_id = '{bill}' and how = '{how}'") == 1,
            "the bill settled"
        );
    }

    /// <summary>The sweep that releases has looked at this minute: something that it must release, it has released.</summary>
    private async Task OtherSweepsRanAsync()
    {
        var mark = Guid.CreateVersion7();
        await using var command = platform.Notifications.Database.CreateCommand(
            """
            insert into messages (id, version, dedupe_key, purpose, class, account_id, matter_kind, matter_id, parameters,
                                  template_version, text_zh, text_en, is_to_cases_contact, status, attempts, created_at,
                                  due_at, held_until)
            values ($1, 1, $2, 'mark', 'Confirmation', $1, 'account', $1, '{}', 1, 'zh', 'en', false, 'Held', 0, now(),
                    now(), now())
            """
        );
        command.Parameters.Add(new() { Value = mark });
        command.Parameters.Add(new() { Value = $"mark:{mark}" });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(
            async () => await CountAsync($"messages where id = '{mark}' and status = 'Waiting'") == 1,
            "the mark released"
        );
    }

    private Task<long> CountAsync(string what) =>
        platform.Notifications.ScalarAsync<long>($"select count(*) from {what}");
}
