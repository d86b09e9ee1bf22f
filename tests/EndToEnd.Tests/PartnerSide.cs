using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Testing;

namespace EndToEnd.Tests;

/// <summary>
/// A service provider's own side: the credentials that ops gave it, and the receiver of docs/partners.md as it stands
/// there, run by Node with the public Standard Webhooks library. What that did not verify is not in <see cref="Verified"/>.
/// </summary>
internal sealed class PartnerSide : IAsyncDisposable
{
    /// <summary>Ends with us, however we end.</summary>
    private const string EndsWithUs = """
        node receiver.mjs < /dev/null & receiver=$!
        cat > /dev/null
        kill "$receiver"
        """;

    private readonly ConcurrentQueue<string> _verified = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly Process _receiver;

    private PartnerSide(HttpClient api, JsonElement endpoint, Process receiver)
    {
        (Api, Endpoint, _receiver) = (api, endpoint, receiver);
        receiver.OutputDataReceived += (_, line) => Keep(_verified, line.Data);
        receiver.ErrorDataReceived += (_, line) => Keep(_complaints, line.Data);
        receiver.BeginOutputReadLine();
        receiver.BeginErrorReadLine();
    }

    /// <summary>The gateway, with the provider's token.</summary>
    public HttpClient Api { get; }

    /// <summary>As it was answered when it was registered.</summary>
    public JsonElement Endpoint { get; }

    /// <summary>The events whose signature the library verified, in the order in which they came.</summary>
    public IReadOnlyList<JsonElement> Verified => [.. _verified.Select(line => JsonElement.Parse(line))];

    public static async Task<PartnerSide> OpenAsync(Platform platform, Guid provider, CancellationToken ct)
    {
        using var ops = await platform.AsAsync("ops");
        var given = await MonthJourney.PostAsync(ops, "/api/platform/v1/partnerClients", new { partner = provider });
        var api = await platform.AsClientAsync(
            given.GetProperty("clientId").GetString()!,
            given.GetProperty("clientSecret").GetString()!
        );
        var port = FreePort.Next();
        var endpoint = await MonthJourney.PostAsync(
            api,
            "/api/vas/v1/partnerEndpoints",
            new { url = $"http://127.0.0.1:{port}/events" }
        );
        var side = new PartnerSide(api, endpoint, Start(port, endpoint.GetProperty("secret").GetString()!));
        await side.ListensAsync(port, ct);
        return side;
    }

    /// <summary>So many of a type, verified.</summary>
    public async Task<IReadOnlyList<JsonElement>> GetAsync(string type, int count) =>
        await Eventually.GetAsync<List<JsonElement>>(
            () =>
            {
                var found = Verified.Where(@event => @event.GetProperty("type").GetString() == type).ToList();
                return Task.FromResult(found.Count >= count ? found : null);
            },
            $"{count} verified {type} at the receiver, which said: {string.Join('\n', _complaints)}"
        );

    /// <summary>The whole feed, page by page as a partner that was away reads it.</summary>
    public async Task<IReadOnlyList<JsonElement>> FeedAsync(CancellationToken ct)
    {
        var events = new List<JsonElement>();
        for (var (cursor, hasMore) = ("0", true); hasMore; )
        {
            var page = await Api.GetFromJsonAsync<JsonElement>($"/api/vas/v1/partnerEvents?after={cursor}&limit=4", ct);
            events.AddRange(page.GetProperty("events").EnumerateArray());
            (cursor, hasMore) = (page.GetProperty("nextCursor").GetString()!, page.GetProperty("hasMore").GetBoolean());
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        _receiver.StandardInput.Close();
        await _receiver.WaitForExitAsync();
        _receiver.Dispose();
        Api.Dispose();
    }

    private static Process Start(int port, string secret)
    {
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList = { "-c", EndsWithUs },
            WorkingDirectory = Repository.File("eng", "webhooks"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WEBHOOK_SECRET"] = secret;
        start.Environment["PORT"] = $"{port}";
        return Process.Start(start)!;
    }

    /// <summary>What nobody signed is refused: that also shows that it listens.</summary>
    private async Task ListensAsync(int port, CancellationToken ct)
    {
        using var stranger = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    using var content = new StringContent("""{"type":"settlement.issued"}""");
                    using var answer = await stranger.PostAsync(
                        new Uri($"http://127.0.0.1:{port}/events"),
                        content,
                        ct
                    );
                    return (int)answer.StatusCode == 400;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"the receiver, which said: {string.Join('\n', _complaints)}"
        );
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
