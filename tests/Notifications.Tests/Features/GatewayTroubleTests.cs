using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
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
        using var sendsms = new HttpClient();
        await using var slow = await Partner.StartAsync(); // a wire to the real gateway that takes three seconds
        slow.Answer = async (http, _) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
            var uri = new Uri($"{platform.Kannel.SendSms}{http.Request.Path}{http.Request.QueryString}");
            using var answer = await sendsms.GetAsync(uri);
            http.Response.StatusCode = (int)answer.StatusCode;
        };
        await using var notifications = await StartAsync(issuer, messaging, slow.Address, platform.Kannel.Folder);
        await using var replica = notifications.StartReplica();
        var phones = Enumerable.Range(0, 7).Select(_ => platform.NewPhone()).ToArray();
        await using var command = notifications.Database.CreateCommand(
            """
            insert into messages (id, version, dedupe_key, purpose, class, matter_kind, matter_id, parameters,
                                  template_version, text_zh, text_en, is_to_cases_contact, receiver, language, content,
                                  status, attempts, created_at, due_at)
            select gen_random_uuid(), 1, 'test:' || phone, 'case-acknowledged', 'Confirmation', 'troubleTicket',
                   gen_random_uuid(), '{}', 1, 'once', 'once', true, phone, 'en', 'once', 'Waiting', 0, now(), now()
              from unnest($1) phone
            """
        );
        command.Parameters.Add(new() { Value = phones });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken); // one sender claims all of them

        await Eventually.TrueAsync(
            async () =>
                await notifications.ScalarAsync<long>("select count(*) from messages where status = 'Delivered'") == 7,
            "all delivered",
            withinSeconds: 90
        );
        slow.Received.Count.ShouldBe(7); // calls, each of which the gateway took
        phones.ShouldAllBe(phone => platform.Kannel.Received(phone).Count == 1);
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
