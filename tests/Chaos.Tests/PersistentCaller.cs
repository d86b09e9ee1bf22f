using System;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Chaos.Tests;

/// <summary>
/// A client that asks again until somebody answers, each time under the same key: what a well-behaved one does while things
/// die. A refusal is an answer, and here a failure.
/// </summary>
internal sealed class PersistentCaller(TimeSpan patience) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>A thousand loops are open at once, but two cores are not asked a thousand things at once.</summary>
    private readonly SemaphoreSlim _turn = new(32);
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <param name="key">The Idempotency-Key; null for what has one of its own, or reads.</param>
    public async Task<JsonElement> AskAsync(
        HttpMethod method,
        Replica replica,
        string path,
        string token,
        object? body,
        string? key,
        CancellationToken ct
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        using var pace = new PeriodicTimer(Pause);
        while (true)
        {
            if (await TryAsync(method, new Uri(replica.Address, path), token, body, key, limit.Token) is { } answer)
            {
                return answer;
            }

            await pace.WaitForNextTickAsync(limit.Token);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turn.Dispose();
    }

    /// <returns>Null when nobody answered, or the answer is "not now".</returns>
    private async Task<JsonElement?> TryAsync(
        HttpMethod method,
        Uri address,
        string token,
        object? body,
        string? key,
        CancellationToken ct
    )
    {
        await _turn.WaitAsync(ct);
        try
        {
            using var request = new HttpRequestMessage(method, address);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            request.Content = body is null ? null : JsonContent.Create(body);
            using var answer = await _http.SendAsync(request, ct);
            if (answer.IsSuccessStatusCode)
            {
                return await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            }

            return answer.StatusCode >= HttpStatusCode.InternalServerError
                ? null
                : throw new InvalidOperationException(
                    $"{method} {address.AbsolutePath}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}"
                );
        }
        catch (Exception e)
            when (e is HttpRequestException or System.IO.IOException
                || (e is TaskCanceledException && !ct.IsCancellationRequested)
            )
        {
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }
}
