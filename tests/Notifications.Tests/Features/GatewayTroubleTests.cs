using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Notifications.Data;
using NpgsqlTypes;
using Shouldly;
using Testing;
using Xunit;
using static Notifications.Tests.NotificationsFixture;

namespace Notifications.Tests.Features;

/// <summary>N4, N5: what the gateway does, or leaves undone, neither loses nor doubles a message.</summary>
public sealed class GatewayTroubleTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task A_message_in_doubt_that_the_gateway_took_is_not_sent_again()
    {
        var phone = platform.NewPhone();
        var id = Guid.CreateVersion7();
        await platform.Kannel.SendAsync(phone, "once", key: id.ToString());

        await InsertInDoubtAsync(id, phone);

        await StatusAsync(id, "Accepted");
        platform.Kannel.Received(phone).ShouldBe(["once"]);
    }

    [Fact]
    public async Task A_message_in_doubt_that_the_gateway_never_took_is_sent()
    {
        var phone = platform.NewPhone();
        var id = Guid.CreateVersion7();

        await InsertInDoubtAsync(id, phone);

        await StatusAsync(id, "Delivered");
        platform.Kannel.Received(phone).ShouldBe(["once"]);
    }

    [Fact]
    public async Task Messages_wait_for_a_gateway_that_is_away()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        var port = FreePort.Next();
        var folder = (await Servers.GetAsync()).Folder($"kannel-{Guid.CreateVersion7():N}");
        await using var notifications = await StartAsync(issuer, messaging, $"http://127.0.0.1:{port}", folder);
        await using var neighbours = await EventSource.OpenAsync(messaging);
        var phone = platform.NewPhone();
        await neighbours.SayAsync(Case(account: null, contactPhone: phone));
        await Eventually.TrueAsync(
            async () =>
                await notifications.ScalarAsync<string>("select status_reason from messages")
                == "The SMS gateway cannot be reached.",
            "a try in vain"
        );

        using var kannel = await Kannel.StartAsync(port);

        await Eventually.TrueAsync(
            async () => await notifications.ScalarAsync<string>("select status from messages") == "Delivered",
            "delivery after the gateway came"
        );
        kannel.Received(phone).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_gateway_that_is_slow_gets_each_message_once_however_many_wait_for_their_turn()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var slow = await Partner.StartAsync(); // a wire to the real gateway that takes three seconds
        slow.Answer = async (http, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
            await PassOnAsync(http);
        };
        await using var notifications = await StartAsync(issuer, messaging, slow.Address, platform.Kannel.Folder);
        await using var replica = notifications.StartReplica();
        var phones = Enumerable.Range(0, 30).Select(_ => platform.NewPhone()).ToArray();
        await InsertDueAsync(notifications, phones); // one sender claims all of them

        await Eventually.TrueAsync(
            async () =>
                await notifications.ScalarAsync<long>("select count(*) from messages where status = 'Delivered'") == 30,
            "all delivered",
            withinSeconds: 90
        );
        slow.Received.Count.ShouldBe(30); // calls, each of which the gateway took
        phones.ShouldAllBe(phone => platform.Kannel.Received(phone).Count == 1);
    }

    [Fact]
    public async Task N4_eight_calls_are_under_way_at_once_and_each_message_goes_out_once()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var wire = await Partner.StartAsync();
        var eight = new TaskCompletionSource();
        wire.Answer = async (http, _) =>
        {
            if (wire.MostInside == 8)
            {
                eight.TrySetResult();
            }

            await eight.Task; // nobody is answered before
            await PassOnAsync(http);
        };
        await using var notifications = await StartAsync(issuer, messaging, wire.Address, platform.Kannel.Folder);
        var phones = Enumerable.Range(0, 60).Select(_ => platform.NewPhone()).ToArray();

        await InsertDueAsync(notifications, phones);

        await AllDeliveredAsync(notifications, phones.Length);
        wire.MostInside.ShouldBe(8);
        wire.Received.Count.ShouldBe(phones.Length);
        phones.ShouldAllBe(phone => platform.Kannel.Received(phone).Count == 1);
    }

    [Fact]
    public async Task N5_a_receipt_that_is_faster_than_the_answer_stands_beside_others_of_the_same_claim()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var wire = await Partner.StartAsync();
        await using var notifications = await StartAsync(issuer, messaging, wire.Address, platform.Kannel.Folder);
        var phones = Enumerable.Range(0, 6).Select(_ => platform.NewPhone()).ToArray();
        wire.Answer = async (http, _) =>
        {
            await PassOnAsync(http);
            if (http.Request.Query["to"] == phones[3])
            {
                await AllDeliveredAsync(notifications, 1); // its own receipt: the others' answers come first
            }
        };

        await InsertDueAsync(notifications, phones);

        await AllDeliveredAsync(notifications, phones.Length);
        wire.Received.Count.ShouldBe(phones.Length);
        (await notifications.ScalarAsync<long>("select count(*) from messages where delivered_at is null")).ShouldBe(0);
    }

    [Fact]
    public async Task N3_what_is_claimed_of_one_account_goes_out_one_after_the_other_its_answer_first()
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var wire = await Partner.StartAsync();
        wire.Answer = (http, _) => PassOnAsync(http);
        await using var notifications = await StartAsync(issuer, messaging, wire.Address, platform.Kannel.Folder);
        var (reminder, answer) = (platform.NewPhone(), platform.NewPhone());

        await InsertDueAsync(notifications, [reminder, answer], account: Guid.CreateVersion7(), reminders: [reminder]);

        await AllDeliveredAsync(notifications, 2);
        wire.MostInside.ShouldBe(1);
        wire.Received[0].Line.ShouldContain(answer);
        wire.Received[1].Line.ShouldContain(reminder);
    }

    [Theory]
    [InlineData("?status=1", HttpStatusCode.Unauthorized)]
    [InlineData("?status=1&signature=00", HttpStatusCode.Unauthorized)]
    [InlineData("?status=x&signature=00", HttpStatusCode.BadRequest)]
    public async Task A_receipt_without_the_right_signature_is_refused(string query, HttpStatusCode expected)
    {
        using var stranger = platform.Notifications.Anonymous();
        var uri = new Uri($"/sms/receipts/{Guid.CreateVersion7()}{query}", UriKind.Relative);

        using var answer = await stranger.GetAsync(uri, TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(expected);
    }

    private async Task PassOnAsync(HttpContext http)
    {
        using var sendsms = new HttpClient();
        var uri = new Uri($"{platform.Kannel.SendSms}{http.Request.Path}{http.Request.QueryString}");
        using var answer = await sendsms.GetAsync(uri);
        http.Response.StatusCode = (int)answer.StatusCode;
    }

    private static Task AllDeliveredAsync(RunningService<NotificationsDb> notifications, int count) =>
        Eventually.TrueAsync(
            async () =>
                await notifications.ScalarAsync<long>("select count(*) from messages where status = 'Delivered'")
                >= count,
            $"{count} delivered"
        );

    /// <summary>Messages that are due, by their phones, in this order.</summary>
    private static async Task InsertDueAsync(
        RunningService<NotificationsDb> notifications,
        string[] phones,
        Guid? account = null,
        string[]? reminders = null
    )
    {
        await using var command = notifications.Database.CreateCommand(
            """
            insert into messages (id, version, dedupe_key, purpose, class, account_id, matter_kind, matter_id, parameters,
                                  template_version, text_zh, text_en, is_to_cases_contact, receiver, language, content,
                                  status, attempts, created_at, due_at)
            select gen_random_uuid(), 1, 'test:' || phone, 'case-acknowledged',
                   case when phone = any($3) then 'Reminder' else 'Confirmation' end, $2, 'troubleTicket',
                   gen_random_uuid(), '{}', 1, 'once', 'once', true, phone, 'en', 'once', 'Waiting', 0, now(), now()
              from unnest($1) phone
            """
        );
        command.Parameters.Add(new() { Value = phones });
        command.Parameters.Add(new() { Value = (object?)account ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = reminders ?? [] });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As a sender leaves it that died between the gateway's yes and its own record.</summary>
    private async Task InsertInDoubtAsync(Guid id, string phone)
    {
        await using var command = platform.Notifications.Database.CreateCommand(
            """
            insert into messages (id, version, dedupe_key, purpose, class, matter_kind, matter_id, parameters,
                                  template_version, text_zh, text_en, is_to_cases_contact, receiver, language, content,
                                  status, attempts, created_at, due_at, claimed_until)
            values ($1, 3, $2, 'case-acknowledged', 'Confirmation', 'troubleTicket', $1, '{}',
                    1, 'once', 'once', true, $3, 'en', 'once', 'Sending', 1, now(), now(), now())
            """
        );
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = $"test:{id}" });
        command.Parameters.Add(new() { Value = phone });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private Task StatusAsync(Guid id, string status) =>
        Eventually.TrueAsync(
            async () =>
                await platform.Notifications.ScalarAsync<string>($"select status from messages where id = '{id}'")
                == status,
            $"the status {status}"
        );
}
