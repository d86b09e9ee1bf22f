using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Hub;
using Notifications.Domain;

namespace Notifications.Channels;

/// <summary>One signed POST to a partner (features.md N9). Only the status of the answer counts; its body is not read.</summary>
internal sealed class PartnerWebhook(HttpClient http, WebhookSecrets secrets, TimeProvider clock)
{
    /// <summary>Standard Webhooks' 20 s, from the name's resolution to the answer's headers (policies.md).</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    public async Task<AttemptOutcome> SendAsync(Delivery delivery, CancellationToken ct)
    {
        var started = clock.GetTimestamp();
        try
        {
            using var request = Request(delivery);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return Met(response, clock.GetElapsedTime(started));
        }
        catch (HttpRequestException e)
        {
            // In our words: the library's quote what the partner sent, and no database takes every byte.
            var why = e.InnerException is ForbiddenAddress forbidden
                ? forbidden.Message
                : $"No HTTP answer: {e.HttpRequestError}.";
            return Unanswered(why, started);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Unanswered($"No answer within {Timeout.TotalSeconds:0} s.", started);
        }
    }

    /// <summary>Keeps to itself: no proxy, no redirect, no cookies, no trace of ours; see <see cref="PartnerNetwork"/>.</summary>
    public static SocketsHttpHandler Connections(PartnerNetwork network) =>
        new()
        {
            ConnectCallback = network.ConnectAsync,
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = System.Diagnostics.DistributedContextPropagator.CreateNoOutputPropagator(),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // a name that moved is found again
            MaxResponseHeadersLength = 16, // kB
            MaxResponseDrainSize = 4096,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        };

    private HttpRequestMessage Request(Delivery delivery)
    {
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var id = delivery.Id.ToString();
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(delivery.Url))
        {
            Content = new ByteArrayContent(body)
            {
                Headers = { ContentType = new MediaTypeHeaderValue(delivery.ContentType) },
            },
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", Signatures(delivery, id, timestamp, body));
        return request;
    }

    /// <summary>One for each living generation of the secret: the receiver takes any that it knows.</summary>
    private string Signatures(Delivery delivery, string id, long timestamp, byte[] body) =>
        delivery.SigningGeneration is { } generations
            ? string.Join(
                ' ',
                generations
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(living =>
                        WebhookSignature.Of(secrets.Of(delivery.SubscriptionId, living), id, timestamp, body)
                    )
            )
            : WebhookSignature.Of(secrets.Of(delivery.SubscriptionId), id, timestamp, body);

    private AttemptOutcome Met(HttpResponseMessage response, TimeSpan duration)
    {
        var status = (int)response.StatusCode;
        var error = status is >= 300 and < 400 ? $"A redirect ({status}) is not followed." : null;
        return new(status, error, RetryAfter(response), duration);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            ? response.Headers.RetryAfter?.Delta ?? (response.Headers.RetryAfter?.Date - clock.GetUtcNow())
            : null;

    private AttemptOutcome Unanswered(string why, long started) =>
        new(StatusCode: null, why, RetryAfter: null, clock.GetElapsedTime(started));
}
