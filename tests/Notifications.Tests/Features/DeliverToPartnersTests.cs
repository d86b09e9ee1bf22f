using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Notifications.Contracts.Events.V1;
using Notifications.Data;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;
using static Notifications.Tests.NotificationsFixture;

namespace Notifications.Tests.Features;

/// <summary>N9: deliveries to a real endpoint on loopback, which the fixture opens.</summary>
public sealed class DeliverToPartnersTests(NotificationsFixture platform)
    : IClassFixture<NotificationsFixture>,
        IAsyncLifetime
{
    private Partner _partner = null!;

    public async ValueTask InitializeAsync() => _partner = await Partner.StartAsync();

    public ValueTask DisposeAsync() => _partner.DisposeAsync();

    [Fact]
    public async Task N9_a_delivery_arrives_byte_for_byte_and_signed_and_says_nothing_of_our_traces()
    {
        var wanted = Wanted(_partner, """{"description":"宽带很慢 \u003c","n":1.0}""");

        await platform.Neighbours.SayAsync(wanted);

        await StatusAsync(wanted, "delivered");
        var sent = _partner.ReceivedOf(wanted.DeliveryId).Single();
        sent.Line.ShouldBe("POST /tmf/listener/troubleTicketCreateEvent");
        Encoding.UTF8.GetString(sent.Body).ShouldBe(wanted.Body);
        sent["Content-Type"].ShouldBe("application/json");
        sent["webhook-signature"].ShouldBe(SignatureOf(wanted, sent));
        var age =
            TimeProvider.System.GetUtcNow()
            - DateTimeOffset.FromUnixTimeSeconds(long.Parse(sent["webhook-timestamp"]!));
        age.ShouldBeInRange(TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
        sent.Headers.Keys.ShouldNotContain("traceparent");
        sent.Headers.Keys.ShouldNotContain("baggage");
    }

    [Fact]
    public async Task N9_what_is_refused_is_sent_again_with_the_same_id_and_body_and_a_fresh_signature()
    {
        _partner.Answer = (http, before) =>
        {
            http.Response.StatusCode = before == 0 ? 500 : 200;
            return Task.CompletedTask;
        };
        var wanted = Wanted(_partner);
        await platform.Neighbours.SayAsync(wanted);
        await FailedOnceAsync(wanted);

        await MakeDueAsync(wanted);

        var delivery = await StatusAsync(wanted, "delivered");
        var sent = _partner.ReceivedOf(wanted.DeliveryId);
        sent.Length.ShouldBe(2);
        sent.ShouldAllBe(copy => copy["webhook-signature"] == SignatureOf(wanted, copy));
        sent.Select(copy => Encoding.UTF8.GetString(copy.Body)).ShouldAllBe(body => body == wanted.Body);
        delivery.GetProperty("attempts").GetInt32().ShouldBe(2);
        Made(delivery).Select(attempt => attempt.GetProperty("statusCode").GetInt32()).ShouldBe([500, 200]);
        Made(delivery).ShouldAllBe(attempt => attempt.GetProperty("durationMs").GetInt32() >= 0);
    }

    [Fact]
    public async Task N9_a_partner_that_is_gone_gets_nothing_more_and_the_owner_is_told()
    {
        _partner.Answers(StatusCodes.Status410Gone);
        var wanted = Wanted(_partner);

        await platform.Neighbours.SayAsync(wanted);

        var said = await platform.PartnerFailed.FirstAsync(failed => failed.DeliveryId == wanted.DeliveryId);
        said.Event.ShouldBe(
            new PartnerDeliveryFailed(
                wanted.DeliveryId,
                3,
                wanted.SubscriptionId,
                "complaints",
                "The endpoint answered 410.",
                IsGone: true,
                said.Event.FailedAt
            )
        );
        await StatusAsync(wanted, "gone");
        (await ReplayAsync(wanted)).ShouldBe((HttpStatusCode.Conflict, "delivery.illegal-move"));
        _partner.ReceivedOf(wanted.DeliveryId).Length.ShouldBe(1);
    }

    [Fact]
    public async Task N9_what_still_waits_for_a_partner_that_is_gone_is_not_sent()
    {
        _partner.Answers(StatusCodes.Status500InternalServerError);
        var waiting = Wanted(_partner);
        await platform.Neighbours.SayAsync(waiting);
        await FailedOnceAsync(waiting);
        await platform.Notifications.ScalarAsync<int>(
            $"update deliveries set due_at = now() + interval '1 hour' where id = '{waiting.DeliveryId}'"
        );
        _partner.Answers(StatusCodes.Status410Gone);
        var last = Wanted(_partner) with { SubscriptionId = waiting.SubscriptionId };
        var ofAnother = Wanted(_partner);

        await platform.Neighbours.SayAsync(last);

        await StatusAsync(last, "gone");
        var ended = await StatusAsync(waiting, "gone");
        ended.GetProperty("statusReason").GetString().ShouldBe("The listener is gone.");
        _partner.Answers(StatusCodes.Status204NoContent);
        await platform.Neighbours.SayAsync(ofAnother);
        await StatusAsync(ofAnother, "delivered");
        _partner.ReceivedOf(waiting.DeliveryId).Length.ShouldBe(1);
    }

    [Fact]
    public async Task N9_after_the_last_attempt_a_delivery_is_given_up_and_the_owner_is_told()
    {
        _partner.Answers(StatusCodes.Status500InternalServerError);
        var wanted = Wanted(_partner);
        await platform.Neighbours.SayAsync(wanted);
        await FailedOnceAsync(wanted);

        await platform.Notifications.ScalarAsync<int>(
            $"update deliveries set failures = 9, due_at = now() where id = '{wanted.DeliveryId}'"
        );

        var said = await platform.PartnerFailed.FirstAsync(failed => failed.DeliveryId == wanted.DeliveryId);
        said.Event.IsGone.ShouldBeFalse();
        (await StatusAsync(wanted, "failed")).TryGetProperty("dueAt", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task N9_a_redirect_is_not_followed()
    {
        _partner.Answer = (http, _) =>
        {
            http.Response.Redirect($"{_partner.Address}/elsewhere", permanent: true, preserveMethod: true);
            return Task.CompletedTask;
        };
        var wanted = Wanted(_partner);

        await platform.Neighbours.SayAsync(wanted);

        var delivery = await FailedOnceAsync(wanted);
        delivery.GetProperty("statusReason").GetString().ShouldBe("A redirect (308) is not followed.");
        _partner.Received.Select(sent => sent.Line).ShouldBe(["POST /tmf/listener/troubleTicketCreateEvent"]);
    }

    [Fact]
    public async Task N9_a_busy_partner_is_left_alone_as_long_as_it_asks_up_to_the_next_step()
    {
        _partner.Answer = (http, _) =>
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "100";
            return Task.CompletedTask;
        };
        var wanted = Wanted(_partner);

        await platform.Neighbours.SayAsync(wanted);

        var delivery = await FailedOnceAsync(wanted);
        var ended = Made(delivery).Single().GetProperty("at").GetDateTimeOffset();
        (delivery.GetProperty("dueAt").GetDateTimeOffset() - ended).TotalSeconds.ShouldBeInRange(99, 110);
    }

    [Fact]
    public async Task N9_an_answer_without_an_end_is_not_read()
    {
        var hungUp = new TaskCompletionSource();
        _partner.Answer = async (http, _) =>
        {
            var chunk = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    await http.Response.Body.WriteAsync(chunk, http.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                hungUp.SetResult();
            }
        };
        var wanted = Wanted(_partner);

        await platform.Neighbours.SayAsync(wanted);

        await StatusAsync(wanted, "delivered");
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task N9_a_callback_into_a_private_network_is_refused(string host)
    {
        await using var issuer = await TestIssuer.StartAsync();
        var messaging = await (await Servers.GetAsync()).NewVirtualHostAsync();
        await using var careful = await NotificationsFixture.StartAsync(
            issuer,
            messaging,
            platform.Kannel.SendSms,
            platform.Kannel.Folder,
            partnersIn: null
        );
        await using var neighbours = await EventSource.OpenAsync(messaging);
        await using var inside = await Partner.StartAsync("127.0.0.1");
        var wanted = Wanted(inside);
        var port = new Uri(inside.Address).Port;

        await neighbours.SayAsync(wanted with { Url = $"http://{host}:{port}/listener/troubleTicketCreateEvent" });

        var delivery = await FailedOnceAsync(wanted, careful);
        delivery.GetProperty("statusReason").GetString().ShouldBe("The endpoint's address is not a public one.");
        inside.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task N9_one_request_is_one_delivery_however_often_the_broker_brings_it()
    {
        var wanted = Wanted(_partner);
        var after = Wanted(_partner);
        var outboxRow = Guid.CreateVersion7();

        await platform.Neighbours.SayAsync(wanted, outboxRow);
        await platform.Neighbours.SayAsync(wanted, outboxRow);
        await platform.Neighbours.SayAsync(wanted); // the same request under another message id
        await StatusAsync(wanted, "delivered");
        await platform.Neighbours.SayAsync(after);

        await StatusAsync(after, "delivered");
        _partner.ReceivedOf(wanted.DeliveryId).Length.ShouldBe(1);
    }

    [Fact]
    public async Task N9_ops_send_a_delivered_one_again_and_the_partner_knows_it_by_its_id()
    {
        var wanted = Wanted(_partner);
        await platform.Neighbours.SayAsync(wanted);
        await StatusAsync(wanted, "delivered");

        (await ReplayAsync(wanted)).Status.ShouldBe(HttpStatusCode.OK);

        await Eventually.TrueAsync(
            () => Task.FromResult(_partner.ReceivedOf(wanted.DeliveryId).Length == 2),
            "the second copy"
        );
        var delivery = await StatusAsync(wanted, "delivered");
        Made(delivery).Select(attempt => attempt.GetProperty("number").GetInt32()).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task P3_a_delivery_whose_sender_died_is_sent_again()
    {
        var wanted = Wanted(_partner);
        await platform.Neighbours.SayAsync(wanted);
        await StatusAsync(wanted, "delivered");

        // As a sender leaves it that died between the partner's yes and its own record.
        await platform.Notifications.ScalarAsync<int>(
            $"""
            with forgotten as (delete from delivery_attempts where delivery_id = '{wanted.DeliveryId}')
            update deliveries set status = 'Sending', delivered_at = null, claimed_until = now()
             where id = '{wanted.DeliveryId}'
            """
        );

        var delivery = await StatusAsync(wanted, "delivered");
        _partner.ReceivedOf(wanted.DeliveryId).Length.ShouldBe(2);
        Made(delivery)
            .Select(attempt => attempt.TryGetProperty("error", out var error) ? error.GetString() : null)
            .ShouldBe(["The sender died before it could write down what came of it.", null]);
    }

    [Fact]
    public async Task N9_a_delivery_that_loses_every_sender_is_given_up_and_the_owner_is_told()
    {
        var wanted = Wanted(_partner);
        await platform.Neighbours.SayAsync(wanted);
        await StatusAsync(wanted, "delivered");

        await platform.Notifications.ScalarAsync<int>(
            $"""
            with forgotten as (delete from delivery_attempts where delivery_id = '{wanted.DeliveryId}')
            update deliveries set status = 'Sending', delivered_at = null, claimed_until = now(), losses = 9
             where id = '{wanted.DeliveryId}'
            """
        );

        var said = await platform.PartnerFailed.FirstAsync(failed => failed.DeliveryId == wanted.DeliveryId);
        said.Event.IsGone.ShouldBeFalse();
        await StatusAsync(wanted, "failed");
        _partner.ReceivedOf(wanted.DeliveryId).Length.ShouldBe(1);
    }

    [Fact]
    public async Task N9_an_answer_that_is_no_HTTP_is_a_failed_attempt_and_none_of_its_bytes_are_kept()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answered = AnswerOnceAsync(listener, "HTTP/1.1 2\0\0 OK\r\n\r\n");
        var wanted = Wanted(_partner) with { Url = $"http://{listener.LocalEndpoint}/listener/x" };

        await platform.Neighbours.SayAsync(wanted);

        await answered;
        var delivery = await FailedOnceAsync(wanted);
        delivery.GetProperty("statusReason").GetString().ShouldBe("No HTTP answer: InvalidResponse.");
        (
            await platform.Notifications.ScalarAsync<int>(
                $"select failures from deliveries where id = '{wanted.DeliveryId}'"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task N9_an_endpoint_that_hangs_holds_nobody_up_but_itself()
    {
        await using var hanging = await Partner.StartAsync();
        var release = new TaskCompletionSource();
        hanging.Answer = (_, _) => release.Task;
        var stuck = Enumerable.Range(0, 60).Select(_ => Wanted(hanging)).ToList();
        await Task.WhenAll(stuck.Select(wanted => platform.Neighbours.SayAsync(wanted)));
        await Eventually.TrueAsync(() => Task.FromResult(hanging.Received.Count == 2), "both slots taken");

        var others = Enumerable.Range(0, 60).Select(_ => Wanted(_partner)).ToList();
        await Task.WhenAll(others.Select(wanted => platform.Neighbours.SayAsync(wanted)));

        await Eventually.TrueAsync(() => Task.FromResult(_partner.Received.Count == 60), "everybody else's", 15);
        hanging.Received.Count.ShouldBe(2); // still: nothing of the above waited for it
        hanging.MostInside.ShouldBe(2);
        _partner.MostInside.ShouldBeLessThanOrEqualTo(2);

        release.SetResult();
        await Eventually.TrueAsync(
            async () =>
                await platform.Notifications.ScalarAsync<long>(
                    $"select count(*) from deliveries where status = 'Delivered' and url like '{hanging.Address}%'"
                ) == 60,
            "the stuck ones"
        );
        hanging.Received.Count.ShouldBe(60);
    }

    [Fact]
    public async Task N9_a_host_that_hangs_on_twenty_ports_has_no_more_slots_than_on_one()
    {
        const string Host = "127.2.0.1";
        var release = new TaskCompletionSource();
        var hanging = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Partner.StartAsync(Host)));
        Array.ForEach(hanging, port => port.Answer = (_, _) => release.Task);
        int Called() => hanging.Sum(port => port.Received.Count);
        await Task.WhenAll(hanging.Concat(hanging).Select(port => platform.Neighbours.SayAsync(Wanted(port))));
        await Eventually.TrueAsync(() => Task.FromResult(Called() == 2), "both slots of the host taken");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => platform.Neighbours.SayAsync(Wanted(_partner))));

        await Eventually.TrueAsync(() => Task.FromResult(_partner.Received.Count == 20), "everybody else's", 15);
        Called().ShouldBe(2);
        release.SetResult();
        await Eventually.TrueAsync(() => Task.FromResult(Called() == 40), "the stuck ones");
        foreach (var port in hanging)
        {
            await port.DisposeAsync();
        }
    }

    [Fact]
    public async Task N9_two_replicas_send_each_delivery_once()
    {
        await using var replica = platform.Notifications.StartReplica();
        var all = Enumerable.Range(0, 100).Select(_ => Wanted(_partner)).ToList();

        await Task.WhenAll(all.Select(wanted => platform.Neighbours.SayAsync(wanted)));

        foreach (var wanted in all)
        {
            await StatusAsync(wanted, "delivered");
        }

        _partner.Received.Count.ShouldBe(100);
    }

    [Fact]
    public async Task N9_ops_find_deliveries_by_subscription_and_status_and_read_the_body_on_the_single_one()
    {
        var wanted = Wanted(_partner);
        await platform.Neighbours.SayAsync(wanted);
        await StatusAsync(wanted, "delivered");
        using var ops = platform.Notifications.As(Roles.Ops);

        var found = (
            await ops.GetFromJsonAsync<JsonElement[]>(
                $"{Deliveries}?subscriptionId={wanted.SubscriptionId}&status=delivered",
                Ct
            )
        )!.Single();
        var none = await ops.GetFromJsonAsync<JsonElement[]>(
            $"{Deliveries}?subscriptionId={wanted.SubscriptionId}&status=failed",
            Ct
        );
        using var wrong = await ops.GetAsync(new Uri($"{Deliveries}?status=asleep", UriKind.Relative), Ct);
        var single = await ops.GetFromJsonAsync<JsonElement>(found.GetProperty("href").GetString(), Ct);

        found.GetProperty("id").GetGuid().ShouldBe(wanted.DeliveryId);
        found.EnumerateObject().Select(member => member.Name).ShouldNotContain("body");
        none!.ShouldBeEmpty();
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        single.GetProperty("body").GetString().ShouldBe(wanted.Body);
        single.GetProperty("url").GetString().ShouldBe(wanted.Url);
    }

    [Fact]
    public async Task N9_while_a_secret_is_changed_both_generations_sign()
    {
        var wanted = Wanted(_partner) with { SigningGeneration = "3 2" };

        await platform.Neighbours.SayAsync(wanted);

        await StatusAsync(wanted, "delivered");
        var sent = _partner.ReceivedOf(wanted.DeliveryId).Single();
        sent["webhook-signature"].ShouldBe($"{SignatureOf(wanted, sent, 3)} {SignatureOf(wanted, sent, 2)}");
    }

    [Fact]
    public async Task P4_a_partner_sees_and_replays_its_own_deliveries_and_no_others()
    {
        var own = Wanted(_partner) with { PartnerId = Guid.CreateVersion7() };
        var ofAnother = Wanted(_partner) with { PartnerId = Guid.CreateVersion7() };
        var ofAHub = Wanted(_partner);
        foreach (var wanted in new[] { own, ofAnother, ofAHub })
        {
            await platform.Neighbours.SayAsync(wanted);
            await StatusAsync(wanted, "delivered");
        }

        using var partner = platform.Notifications.As(Roles.Partner, partner: own.PartnerId);
        var listed = await partner.GetFromJsonAsync<JsonElement[]>(Deliveries, Ct);
        listed!.Select(delivery => delivery.GetProperty("id").GetGuid()).ShouldBe([own.DeliveryId]);
        var single = await partner.GetFromJsonAsync<JsonElement>($"{Deliveries}/{own.DeliveryId}", Ct);
        Made(single).Length.ShouldBe(1);
        foreach (var strange in new[] { ofAnother, ofAHub })
        {
            using var read = await partner.GetAsync(
                new Uri($"{Deliveries}/{strange.DeliveryId}", UriKind.Relative),
                Ct
            );
            using var replay = await partner.PostAsync(
                new Uri($"{Deliveries}/{strange.DeliveryId}/replay", UriKind.Relative),
                content: null,
                Ct
            );
            (read.StatusCode, replay.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
        }

        using var again = await partner.PostAsync(
            new Uri($"{Deliveries}/{own.DeliveryId}/replay", UriKind.Relative),
            content: null,
            Ct
        );
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        await Eventually.TrueAsync(
            () => Task.FromResult(_partner.ReceivedOf(own.DeliveryId).Length == 2),
            "the second copy"
        );
    }

    [Fact]
    public async Task N9_the_owner_hears_since_when_nothing_came_through()
    {
        var subscription = Guid.CreateVersion7();
        var through = Wanted(_partner) with { SubscriptionId = subscription };
        await platform.Neighbours.SayAsync(through);
        await StatusAsync(through, "delivered");
        _partner.Answers(StatusCodes.Status500InternalServerError);
        var first = Wanted(_partner) with { SubscriptionId = subscription };
        await platform.Neighbours.SayAsync(first);
        await FailedOnceAsync(first);
        var second = Wanted(_partner) with { SubscriptionId = subscription };
        await platform.Neighbours.SayAsync(second);
        await FailedOnceAsync(second);

        await platform.Notifications.ScalarAsync<int>(
            $"update deliveries set failures = 9, due_at = now() where id = '{second.DeliveryId}'"
        );

        var said = await platform.PartnerFailed.FirstAsync(failed => failed.DeliveryId == second.DeliveryId);
        (said.Event.FailingSince!.Value - first.RequestedAt).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task N9_an_endpoint_that_turns_slow_gives_back_what_was_claimed_for_it_and_loses_no_attempt()
    {
        var calls = 0;
        _partner.Answer = async (http, _) =>
        {
            // Quick until the third: by then several in a row are claimed.
            if (Interlocked.Increment(ref calls) is 3 or 4)
            {
                await Task.Delay(1_100, Ct);
            }

            http.Response.StatusCode = StatusCodes.Status204NoContent;
        };
        var all = Enumerable.Range(0, 40).Select(_ => Wanted(_partner)).ToList();

        await Task.WhenAll(all.Select(wanted => platform.Neighbours.SayAsync(wanted)));

        foreach (var wanted in all)
        {
            (await StatusAsync(wanted, "delivered")).GetProperty("attempts").GetInt32().ShouldBe(1);
        }

        _partner.Received.Count.ShouldBe(40);
    }

    private const string Deliveries = "/api/notifications/v1/deliveries";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DeliveryRequested Wanted(Partner partner, string body = """{"eventId":"1"}""") =>
        new(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            "complaints",
            $"{partner.Address}/tmf/listener/troubleTicketCreateEvent",
            "TroubleTicketCreateEvent",
            "application/json",
            body,
            TimeProvider.System.GetUtcNow()
        );

    /// <summary>Takes one request's head and answers it with any bytes, which a web server would not send.</summary>
    private static async Task AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var connection = await listener.AcceptTcpClientAsync(Ct);
        var stream = connection.GetStream();
        (await stream.ReadAsync(new byte[16 * 1024], Ct)).ShouldBeGreaterThan(0);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), Ct);
        connection.Client.Shutdown(SocketShutdown.Send);
        while (await stream.ReadAsync(new byte[16 * 1024], Ct) > 0) { } // until the other side has hung up
    }

    /// <summary>Worked out as a partner's library does, from the secret that POST /hub showed him.</summary>
    private static string SignatureOf(DeliveryRequested wanted, Sent sent, int generation = 1)
    {
        var secret = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(RunningService<NotificationsDb>.WebhookKey),
            Encoding.UTF8.GetBytes($"{wanted.SubscriptionId}:{generation}")
        );
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{sent["webhook-id"]}.{sent["webhook-timestamp"]}."), .. sent.Body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}";
    }

    private static JsonElement[] Made(JsonElement delivery) => [.. delivery.GetProperty("made").EnumerateArray()];

    private Task<JsonElement> StatusAsync(DeliveryRequested wanted, string status) =>
        DeliveryAsync(wanted, delivery => delivery.GetProperty("status").GetString() == status, $"the status {status}");

    private Task<JsonElement> FailedOnceAsync(
        DeliveryRequested wanted,
        RunningService<NotificationsDb>? service = null
    ) =>
        DeliveryAsync(
            wanted,
            delivery => delivery.GetProperty("status").GetString() == "waiting" && Made(delivery).Length == 1,
            "a try in vain",
            service
        );

    private async Task<JsonElement> DeliveryAsync(
        DeliveryRequested wanted,
        Func<JsonElement, bool> which,
        string what,
        RunningService<NotificationsDb>? service = null
    )
    {
        using var ops = (service ?? platform.Notifications).As(Roles.Ops);
        return (JsonElement)
            await Eventually.GetAsync<object>(
                async () =>
                {
                    using var answer = await ops.GetAsync(
                        new Uri($"{Deliveries}/{wanted.DeliveryId}", UriKind.Relative),
                        Ct
                    );
                    return
                        answer.IsSuccessStatusCode
                        && await answer.Content.ReadFromJsonAsync<JsonElement>(Ct) is var delivery
                        && which(delivery)
                        ? delivery
                        : null;
                },
                what
            );
    }

    private Task<int> MakeDueAsync(DeliveryRequested wanted) =>
        platform.Notifications.ScalarAsync<int>(
            $"update deliveries set due_at = now() where id = '{wanted.DeliveryId}'"
        );

    private async Task<(HttpStatusCode Status, string? Code)> ReplayAsync(DeliveryRequested wanted)
    {
        using var ops = platform.Notifications.As(Roles.Ops);
        using var answer = await ops.PostAsync(
            new Uri($"{Deliveries}/{wanted.DeliveryId}/replay", UriKind.Relative),
            content: null,
            Ct
        );
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (answer.StatusCode, body.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
