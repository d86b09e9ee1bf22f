using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain.Payments;
using Microsoft.Extensions.Options;

namespace Billing.Features.Payments;

/// <summary>The payment provider, over his HTTP API.</summary>
internal sealed class CheckoutProvider(HttpClient http, CheckoutSlots slots, IOptions<CheckoutOptions> options)
{
    /// <summary>A customer waits for the page.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Where he notifies us; not routed from outside, his notifications come to Billing itself.</summary>
    public const string NotifyPath = "/api/billing/v1/checkoutNotifications";

    public bool IsConfigured => options.Value.IsComplete && http.BaseAddress is not null;

    /// <returns>Null when he is away, refuses or answers nonsense, or too many wait for him already.</returns>
    public async Task<ProviderSession?> OpenAsync(Guid reference, CheckoutOrder order, CancellationToken ct)
    {
        if (!slots.TryTake())
        {
            return null;
        }

        try
        {
            var wanted = new
            {
                order.Amount,
                order.Currency,
                reference,
                notifyUrl = options.Value.NotifyBase.TrimEnd('/') + NotifyPath,
            };
            using var answer = await http.PostAsJsonAsync("/checkout/sessions", wanted, ct);
            answer.EnsureSuccessStatusCode();
            var session = await answer.Content.ReadFromJsonAsync<ProviderSession>(ct);
            return session is { Id.Length: > 0, Url.Length: > 0 } ? session : null;
        }
        catch (Exception e) when (IsAway(e, ct))
        {
            return null;
        }
        finally
        {
            slots.GiveBack();
        }
    }

    /// <returns>Null when he is away or does not know it.</returns>
    public async Task<ProviderSession?> AskAsync(string sessionId, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(
                new Uri($"/checkout/sessions/{Uri.EscapeDataString(sessionId)}", UriKind.Relative),
                ct
            );
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<ProviderSession>(ct);
        }
        catch (Exception e) when (IsAway(e, ct))
        {
            return null;
        }
    }

    private static bool IsAway(Exception e, CancellationToken ct) =>
        e is HttpRequestException or System.Text.Json.JsonException
        || (e is OperationCanceledException && !ct.IsCancellationRequested);
}

/// <summary>A checkout as the provider has it.</summary>
/// <param name="Status">open, failed or paid.</param>
/// <param name="PaymentId">His own id of the payment, once it is paid.</param>
internal sealed record ProviderSession(
    string Id,
    string Url,
    string Status,
    string? PaymentId,
    decimal Amount,
    string Currency
);
