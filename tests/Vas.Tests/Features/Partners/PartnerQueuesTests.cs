using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Vas.Contracts.Events.V1;
using Xunit;

namespace Vas.Tests.Features.Partners;

/// <summary>V10: events over AMQP, in a virtual host of their own, with credentials that read one queue and do nothing else.</summary>
public sealed class PartnerQueuesTests(VasFixture platform) : IClassFixture<VasFixture>
{
    private const string Queues = "/api/vas/v1/partnerQueues";

    private readonly Guid _provider = Guid.CreateVersion7();

    [Fact]
    public async Task V10_a_provider_reads_its_events_in_order_from_its_own_queue()
    {
        await SayAsync(_provider, 1); // from before: that stands in the feed
        await FeedHasAsync(_provider, 1);
        var queue = await OpenedAsync(_provider);
        for (var n = 2; n <= 6; n++)
        {
            await SayAsync(_provider, n);
            await FeedHasAsync(_provider, n);
        }

        await using var connection = await ConnectAsync(queue);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
        var heard = new List<BasicGetResult>();
        await Eventually.TrueAsync(
            async () =>
            {
                if (await channel.BasicGetAsync(QueueOf(queue), autoAck: true, Ct) is { } got)
                {
                    heard.Add(got);
                }

                return heard.Count == 5;
            },
            "five events in the queue"
        );

        heard
            .Select(got =>
                JsonElement.Parse(Encoding.UTF8.GetString(got.Body.Span)).GetProperty("sequence").GetString()
            )
            .ShouldBe(Enumerable.Range(2, 5).Select(n => $"{n:D12}"));
        heard[0].BasicProperties.ContentType.ShouldBe("application/cloudevents+json");
        heard[0].BasicProperties.Type.ShouldBe("charge.refused");
        var feed = await FeedAsync(_provider);
        Encoding.UTF8.GetString(heard[0].Body.Span).ShouldBe(feed.GetProperty("events")[1].GetRawText());
    }

    [Fact]
    public async Task P4_a_provider_can_neither_read_another_queue_nor_publish_nor_declare()
    {
        var mine = await OpenedAsync(_provider);
        var other = await OpenedAsync(Guid.CreateVersion7());
        await using var connection = await ConnectAsync(mine);

        await RefusedAsync(connection, channel => channel.BasicGetAsync(QueueOf(other), autoAck: true, Ct));
        await RefusedAsync(
            connection,
            channel => channel.BasicConsumeAsync(QueueOf(other), true, new AsyncEventingBasicConsumer(channel), Ct)
        );
        await RefusedAsync(
            connection,
            channel => channel.QueueDeclareAsync("mine-too", false, false, false, cancellationToken: Ct)
        );
        await RefusedAsync(
            connection,
            channel => channel.QueueBindAsync(QueueOf(mine), "partner-events", "#", cancellationToken: Ct)
        );
        await RefusedAsync(connection, channel => PublishAsync(channel, "partner-events"));
        await RefusedAsync(connection, channel => PublishAsync(channel, ""));
        var elsewhere = Factory(mine);
        elsewhere.VirtualHost = new Uri(platform.Messaging).AbsolutePath.TrimStart('/');
        await NotAllowedAsync(elsewhere);
    }

    [Fact]
    public async Task V10_a_third_connection_is_refused()
    {
        var queue = await OpenedAsync(_provider);
        await using var first = await ConnectAsync(queue);
        await using var second = await ConnectAsync(queue);

        await NotAllowedAsync(Factory(queue));

        (first.IsOpen, second.IsOpen).ShouldBe((true, true));
    }

    [Fact]
    public async Task V10_the_password_is_shown_once_and_another_one_after_the_queue_was_removed()
    {
        using var partner = platform.Vas.As(Roles.Partner, partner: _provider);
        var queue = await OpenedAsync(_provider);
        var listed = (await partner.GetFromJsonAsync<JsonElement[]>(Queues, Ct))!.Single();
        listed.TryGetProperty("password", out _).ShouldBeFalse();
        using (var again = await partner.PostAsync(new Uri(Queues, UriKind.Relative), content: null, Ct))
        {
            again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        }

        using (var stranger = platform.Vas.As(Roles.Partner, partner: Guid.CreateVersion7()))
        using (var strange = await stranger.DeleteAsync(new Uri($"{Queues}/{_provider}", UriKind.Relative), Ct))
        {
            strange.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using var removed = await partner.DeleteAsync(new Uri($"{Queues}/{_provider}", UriKind.Relative), Ct);

        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Should.ThrowAsync<BrokerUnreachableException>(() => ConnectAsync(queue));
        var next = await OpenedAsync(_provider);
        next.GetProperty("password").GetString().ShouldNotBe(queue.GetProperty("password").GetString());
        await using var connection = await ConnectAsync(next);
        connection.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task V10_of_two_who_open_it_at_once_one_is_shown_the_password_that_opens_it()
    {
        using var partner = platform.Vas.As(Roles.Partner, partner: _provider);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => partner.PostAsync(new Uri(Queues, UriKind.Relative), content: null, Ct))
        );

        answers
            .Select(answer => answer.StatusCode)
            .Order()
            .ShouldBe([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 3)]);
        var opened = answers.Single(answer => answer.StatusCode == HttpStatusCode.Created);
        await using var connection = await ConnectAsync(await opened.Content.ReadFromJsonAsync<JsonElement>(Ct));
        connection.IsOpen.ShouldBeTrue();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string QueueOf(JsonElement queue) => queue.GetProperty("queueName").GetString()!;

    private static ConnectionFactory Factory(JsonElement queue) =>
        new()
        {
            Uri = new Uri(queue.GetProperty("address").GetString()!),
            VirtualHost = queue.GetProperty("virtualHost").GetString()!,
            UserName = queue.GetProperty("userName").GetString()!,
            Password = queue.GetProperty("password").GetString()!,
            AutomaticRecoveryEnabled = false,
        };

    private static Task<IConnection> ConnectAsync(JsonElement queue) => Factory(queue).CreateConnectionAsync(Ct);

    /// <summary>The broker knows the user and shuts the door: 530. The client may notice while it opens or just after.</summary>
    private static async Task NotAllowedAsync(ConnectionFactory factory)
    {
        ShutdownEventArgs? why;
        try
        {
            await using var connection = await factory.CreateConnectionAsync(Ct);
            await Eventually.TrueAsync(() => Task.FromResult(!connection.IsOpen), "the end of the connection");
            why = connection.CloseReason;
        }
        catch (BrokerUnreachableException e)
        {
            why = (e.InnerException as OperationInterruptedException)?.ShutdownReason;
        }

        why!.ReplyCode.ShouldBe((ushort)530);
    }

    /// <summary>The broker answers with 403 and closes the channel.</summary>
    private static async Task RefusedAsync(IConnection connection, Func<IChannel, Task> attempt)
    {
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true),
            cancellationToken: Ct
        );

        await Should.ThrowAsync<Exception>(() => attempt(channel));

        await Eventually.TrueAsync(() => Task.FromResult(!channel.IsOpen), "the end of the channel");
        channel.CloseReason!.ReplyCode.ShouldBe((ushort)403);
    }

    private static async Task PublishAsync(IChannel channel, string exchange) =>
        await channel.BasicPublishAsync(exchange, "x", mandatory: false, Encoding.UTF8.GetBytes("{}"), Ct);

    private Task SayAsync(Guid provider, int n) =>
        platform.SayAsync(
            new ChargeRefused(Guid.CreateVersion7(), 1, provider, null, $"key-{n}", "charge.no-consent", platform.Now)
        );

    private Task FeedHasAsync(Guid provider, int events) =>
        Eventually.TrueAsync(
            async () => (await FeedAsync(provider)).GetProperty("events").GetArrayLength() == events,
            $"{events} events in the feed"
        );

    private async Task<JsonElement> FeedAsync(Guid provider)
    {
        using var partner = platform.Vas.As(Roles.Partner, partner: provider);
        return await partner.GetFromJsonAsync<JsonElement>("/api/vas/v1/partnerEvents", Ct);
    }

    private async Task<JsonElement> OpenedAsync(Guid provider)
    {
        using var partner = platform.Vas.As(Roles.Partner, partner: provider);
        using var answer = await partner.PostAsync(new Uri(Queues, UriKind.Relative), content: null, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }
}
