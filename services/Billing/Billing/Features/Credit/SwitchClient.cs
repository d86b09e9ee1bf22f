using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain.Credit;

namespace Billing.Features.Credit;

/// <summary>The network's switch over HTTP. Telling it the same order twice is harmless: it knows the order's id.</summary>
internal sealed class SwitchClient(HttpClient http)
{
    /// <summary>Well below <see cref="LineOrder.Lease"/>, so that an answer is recorded by who asked.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <returns>Null when the switch has done it; otherwise why that is not so, or not known.</returns>
    public async Task<string?> TellAsync(LineOrder order, CancellationToken ct)
    {
        var body = new SwitchOrder(
            order.Id,
            order.Sequence,
            JsonNamingPolicy.CamelCase.ConvertName(order.State.ToString())
        );
        try
        {
            using var answer = await http.PutAsJsonAsync(
                new Uri($"switch/lines/{Uri.EscapeDataString(order.ServiceNumber)}", UriKind.Relative),
                body,
                ct
            );
            return answer.IsSuccessStatusCode ? null : $"The switch answered {(int)answer.StatusCode}.";
        }
        catch (HttpRequestException e)
        {
            return $"The switch cannot be reached: {e.HttpRequestError}.";
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"The switch did not answer within {Timeout.TotalSeconds} s.";
        }
    }

    /// <param name="OrderId">Carried out once.</param>
    /// <param name="Sequence">The switch refuses one below what it has of the line: a late packet opens nothing.</param>
    /// <param name="State">open, allButEmergency or ceased.</param>
    private sealed record SwitchOrder(Guid OrderId, long Sequence, string State);
}
