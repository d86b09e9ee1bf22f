using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Threading.Tasks;

namespace Bench.Restore;

/// <summary>A clerk at the cash desk, through the gateway.</summary>
internal sealed class CashDesk : IDisposable
{
    // No traceparent of ours: the trace begins at the gateway.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    public CashDesk(Uri gateway, string token)
    {
        _http.BaseAddress = gateway;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Takes what is owed on a line's only bill.</summary>
    public Task PayAsync(int n) =>
        SendAsync(
            HttpMethod.Post,
            "/tmf-api/paymentManagement/v4/payment",
            $$$"""
            {"correlatorId":"bench-{{{n}}}","account":{"id":"{{{SuspendedLines.AccountId(n)}}}"},
             "paymentMethod":{"@type":"cash"},"totalAmount":{"unit":"CNY","value":{{{SuspendedLines.Owed}}}}}
            """
        );

    /// <summary>One row and one event, nothing else: what the floor is made of.</summary>
    public Task ChangeContactAsync(int n) =>
        SendAsync(
            HttpMethod.Put,
            $"/api/billing/v1/accounts/{SuspendedLines.AccountId(n)}/contact",
            $$"""{"phoneNumber":"{{SuspendedLines.ServiceNumber(n)}}","language":"zh"}"""
        );

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await _http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
        {
            throw new IOException(
                $"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"
            );
        }
    }
}

/// <summary>The simulated switch's behaviour.</summary>
internal static class SwitchBehaviour
{
    public static async Task HangOnAsync(Uri simulators, string[] numbers)
    {
        using var http = new HttpClient { BaseAddress = simulators };
        using var answer = await http.PutAsJsonAsync(
            new Uri("switch/behaviour", UriKind.Relative),
            new { hangNumbers = numbers }
        );
        answer.EnsureSuccessStatusCode();
    }
}
