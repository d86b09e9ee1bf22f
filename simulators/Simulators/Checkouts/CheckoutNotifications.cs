using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Simulators.Checkouts;

/// <summary>
/// Tells merchants what happened, signed as Standard Webhooks sign; a merchant who is away is told again a few times.
/// </summary>
internal sealed class CheckoutNotifications(
    IHttpClientFactory clients,
    IConfiguration configuration,
    TimeProvider clock,
    ILogger<CheckoutNotifications> log
) : BackgroundService
{
    public const string Client = "merchants";

    private const int Tries = 5;

    /// <summary>As many are under way at a time; together with the queue's bound this is all the memory it takes.</summary>
    private const int AtOnce = 16;

    private readonly Channel<Notification> _queue = Channel.CreateBounded<Notification>(
        new BoundedChannelOptions(20_000) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    public void Created(CheckoutSession session)
    {
        if (!session.Behaviour.Reorder)
        {
            Send(session, [Of(session, "session.created")]);
        }
    }

    public void Paid(CheckoutSession session)
    {
        var behaviour = session.Behaviour;
        var news = new List<Notification> { Of(session, "payment.paid") };
        if (behaviour.Reorder)
        {
            news.Add(Of(session, "payment.failed"));
            news.Add(Of(session, "session.created"));
        }

        if (behaviour.OtherAmount)
        {
            news.Add(Of(session, "payment.paid", session.Wanted.Amount + 1));
        }

        if (behaviour.Forge)
        {
            news.Add(Of(session, "payment.paid") with { IsForged = true });
        }

        Send(session, news);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Parallel.ForEachAsync(
            _queue.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (notification, ct) => await DeliverAsync(notification, ct)
        );

    private void Send(CheckoutSession session, IReadOnlyList<Notification> news)
    {
        if (!session.Behaviour.Silent)
        {
            foreach (var one in Enumerable.Repeat(news, session.Behaviour.Duplicates + 1).SelectMany(all => all))
            {
                _queue.Writer.TryWrite(one);
            }
        }
    }

    private Notification Of(CheckoutSession session, string type, decimal? amount = null)
    {
        var id = $"evt_{Guid.CreateVersion7():N}";
        var body = new
        {
            id,
            type,
            sessionId = session.Id,
            reference = session.Wanted.Reference,
            paymentId = type == "payment.paid" ? session.PaymentId : null,
            amount = amount ?? session.Wanted.Amount,
            currency = session.Wanted.Currency,
            occurredAt = clock.GetUtcNow(),
        };
        return new(id, session.NotifyUrl, JsonSerializer.SerializeToUtf8Bytes(body), session.Behaviour.DelayMs);
    }

    private async Task DeliverAsync(Notification notification, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(notification.DelayMs), clock, ct);
        for (var tries = 1; tries <= Tries; tries++)
        {
            if (await IsAnsweredAsync(notification, ct))
            {
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(tries), clock, ct);
        }

        log.LogWarning("A merchant was not reached in {Tries} tries.", Tries);
    }

    /// <summary>A refusal is an answer, too; a merchant who does not know the session yet is told again.</summary>
    private async Task<bool> IsAnsweredAsync(Notification notification, CancellationToken ct)
    {
        try
        {
            using var request = Sign(notification);
            using var answer = await clients.CreateClient(Client).SendAsync(request, ct);
            return answer.StatusCode is not HttpStatusCode.NotFound && (int)answer.StatusCode < 500;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            return false;
        }
    }

    private HttpRequestMessage Sign(Notification notification)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var secret = notification.IsForged ? "somebody else's secret" : configuration["Checkout:Secret"] ?? "";
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{notification.Id}.{timestamp}."));
        hmac.AppendData(notification.Body);
        return new HttpRequestMessage(HttpMethod.Post, notification.Url)
        {
            Content = new ByteArrayContent(notification.Body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            },
            Headers =
            {
                { "webhook-id", notification.Id },
                { "webhook-timestamp", timestamp },
                { "webhook-signature", $"v1,{Convert.ToBase64String(hmac.GetHashAndReset())}" },
            },
        };
    }

    private sealed record Notification(string Id, Uri Url, byte[] Body, int DelayMs, bool IsForged = false);
}
