using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Complaints.Contracts.Events.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Notifications.Data;
using Notifications.Domain;
using Notifications.Features.Telling;
using Notifications.Templates;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;

namespace Notifications.Tests.Features;

/// <summary>N3, N6, V5: what comes in masses is heard many at a time, and each as if it had come alone.</summary>
public sealed class HearInMassesTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    private const int Many = 300;

    private static readonly DateTimeOffset At = new(2026, 12, 21, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly On = new(2026, 12, 21);

    [Fact]
    public async Task V5_of_many_charges_each_is_told_once_and_only_the_one_that_cannot_be_kept_fails()
    {
        var poison = Charge("a text that no database keeps: \0");

        var charges = await HearInMassesAsync("TellCustomerWhenServiceCharged", Charge, poison, it => it.ChargeId);

        var (failed, why) = (await FailedAsync("tell-customer-when-service-charged")).ShouldHaveSingleItem();
        failed.ShouldBe(poison.ChargeId);
        why.ShouldNotBeEmpty();
        await EachIsToldOnceAsync("service-charged", charges.Select(it => it.ChargeId));
        (await CountAsync("messages", $"account_id = '{poison.AccountId}'")).ShouldBe(0);
    }

    [Fact]
    public async Task N6_of_many_bills_each_is_told_once_and_only_the_one_that_cannot_be_worded_fails()
    {
        platform.MakeItDay();
        var poison = Bill(Guid.CreateVersion7(), period: "next month");

        var bills = await HearInMassesAsync("TellCustomerWhenBillIssued", () => Bill(), poison, it => it.BillId);

        var (failed, why) = (await FailedAsync("tell-customer-when-bill-issued")).ShouldHaveSingleItem();
        failed.ShouldBe(poison.BillId);
        why.ShouldContain("next month");
        await EachIsToldOnceAsync("bill-issued", bills.Select(it => it.BillId));
        var accounts = string.Join(',', bills.Select(it => $"'{it.AccountId}'"));
        (await CountAsync("reminder_budgets", $"account_id in ({accounts}) and used = 1")).ShouldBe(Many);
    }

    [Fact]
    public async Task N3_bills_that_come_together_use_up_the_day_and_heed_preferences_as_if_they_came_alone()
    {
        platform.MakeItDay();
        var (much, silent) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await SwitchRemindersOffAsync(silent);
        var bills = Enumerable.Range(0, 8).Select(_ => Bill(much)).Append(Bill(silent)).ToList();

        await Task.WhenAll(bills.Select(bill => platform.Neighbours.SayAsync(bill)));

        await EachIsDecidedOnAsync("bill-issued", bills.Select(it => it.BillId));
        (await CountAsync("send_decisions", $"account_id = '{much}' and verdict = 'Send'")).ShouldBe(5); // a day's
        (await CountAsync("send_decisions", $"account_id = '{much}' and rule = 'reminders.day-is-full'")).ShouldBe(3);
        (await CountAsync("send_decisions", $"account_id = '{silent}' and rule = 'preference.off'")).ShouldBe(1);
    }

    [Fact]
    public async Task P2_what_comes_together_goes_on_each_in_its_own_trace()
    {
        var closed = Enumerable
            .Range(0, 20)
            .Select(_ => Guid.CreateVersion7())
            .Select(id => new ComplaintClosed(id, 4, "C-1", "complaint", id, "closed", null, At))
            .ToList();

        var traces = await Task.WhenAll(closed.Select(SayInItsOwnTraceAsync));

        foreach (var (id, trace) in closed.Select(it => it.ComplaintId).Zip(traces))
        {
            var decision = (await platform.DecisionsAsync($"case-closed:{id}"))[0];
            decision.GetProperty("traceId").GetString().ShouldBe(trace);
            var kept = await platform.Notifications.ScalarAsync<string>(
                $"select traceparent from messages where account_id = '{id}'"
            );
            kept.ShouldNotBeNull().Split('-')[1].ShouldBe(trace);
        }
    }

    [Fact]
    public async Task N2_messages_of_an_account_that_are_decided_on_together_keep_their_order()
    {
        var account = Guid.CreateVersion7();
        var lines = Enumerable.Range(0, 100).Select(number => $"1370000{number:0000}").ToList();
        await using var scope = platform.Notifications.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationsDb>();

        await scope
            .ServiceProvider.GetRequiredService<TellCustomer>()
            .TellAsync(
                [
                    .. lines.Select(line => new Notice(
                        $"{account}:{line}",
                        account,
                        Matter.Line(account, line),
                        new LineBack(line, "mobile")
                    )),
                ],
                Ct
            );
        await db.SaveChangesAsync(Ct);

        var kept = await db
            .Messages.AsNoTracking()
            .Where(message => message.AccountId == account)
            .OrderBy(message => message.Position)
            .Select(message => message.DedupeKey)
            .ToListAsync(Ct);
        kept.Select(key => key.Split(':')[^1]).ShouldBe(lines);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static BillIssued Bill(Guid? account = null, string period = "2026-11") =>
        new(Guid.CreateVersion7(), 1, "B-1", account ?? Guid.CreateVersion7(), "A1", period, 88.5m, 80m, "CNY", On, At);

    private static ServiceCharged Charge() => Charge("每日天气");

    private static ServiceCharged Charge(string service)
    {
        var id = Guid.CreateVersion7();
        return new(id, 1, id, id, "13800000001", id, service, "Weather", id, "天空", "Sky", 8m, "CNY", At);
    }

    /// <summary>
    /// Says many facts and the poison one among them, some of them again: under the same message id, as a relay does that
    /// died, and under another one, as an owner does. Its id is the message's.
    /// </summary>
    /// <returns>All but the poison one, once they were heard.</returns>
    private async Task<List<TFact>> HearInMassesAsync<TFact>(
        string consumer,
        Func<TFact> oneMore,
        TFact poison,
        Func<TFact, Guid> idOf
    )
        where TFact : class
    {
        var facts = Enumerable.Range(0, Many).Select(_ => oneMore()).ToList();
        var said = facts
            .Select(fact => (Fact: fact, Id: idOf(fact)))
            .SelectMany(
                (it, place) =>
                    (place % 3, place % 5) switch
                    {
                        (0, _) => [it, it],
                        (_, 0) => [it, (it.Fact, Guid.CreateVersion7())],
                        _ => new[] { it },
                    }
            )
            .ToList();
        said.Insert(said.Count / 2, (poison, idOf(poison)));

        await Task.WhenAll(said.Select(it => platform.Neighbours.SayAsync(it.Fact, it.Id)));

        var ids = said.Select(it => it.Id).Distinct().Where(id => id != idOf(poison)).ToList();
        await Eventually.TrueAsync(
            async () =>
                await CountAsync("inbox", $"consumer = '{consumer}' and message_id in ({Listed(ids)})") == ids.Count,
            $"{ids.Count} messages heard"
        );
        return facts;
    }

    private async Task<IReadOnlyList<(Guid MessageId, string Why)>> FailedAsync(string queue)
    {
        var servers = await Servers.GetAsync();
        return await Eventually.GetAsync(
            async () =>
                await servers.FailedAsync(platform.Messaging, $"notifications-{queue}") is { Count: > 0 } failed
                    ? failed
                    : null,
            "a message that failed"
        );
    }

    private async Task EachIsToldOnceAsync(string purpose, IEnumerable<Guid> facts)
    {
        var keys = Listed(facts.Select(fact => $"{purpose}:{fact}"));
        (await CountAsync("send_decisions", $"message_key in ({keys}) and verdict = 'Send'")).ShouldBe(Many);
        (await CountAsync("inbox_items", $"message_key in ({keys})")).ShouldBe(Many);
        (await CountAsync("messages", $"dedupe_key in ({keys})")).ShouldBe(Many);
    }

    private async Task EachIsDecidedOnAsync(string purpose, IEnumerable<Guid> facts)
    {
        var keys = facts.Select(fact => $"{purpose}:{fact}").ToList();
        await Eventually.TrueAsync(
            async () => await CountAsync("send_decisions", $"message_key in ({Listed(keys)})") == keys.Count,
            $"{keys.Count} decisions"
        );
    }

    private async Task SwitchRemindersOffAsync(Guid account)
    {
        using var customer = platform.Notifications.As(Roles.Customer, account);
        var off = new { sms = false, inApp = true };
        using var answer = await customer.PutAsJsonAsync(
            $"/api/notifications/v1/accounts/{account}/preferences",
            new { reminders = off, marketing = off },
            Ct
        );
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> SayInItsOwnTraceAsync(ComplaintClosed closed)
    {
        using var trace = new Activity("say") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        await platform.Neighbours.SayAsync(closed);
        return trace.TraceId.ToString();
    }

    private Task<long> CountAsync(string table, string where) =>
        platform.Notifications.ScalarAsync<long>($"select count(*) from {table} where {where}");

    private static string Listed<T>(IEnumerable<T> values) => string.Join(',', values.Select(value => $"'{value}'"));
}
