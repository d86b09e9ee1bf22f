using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace Notifications.Tests;

/// <summary>A partner's endpoint on a loopback address of its own: keeps what it was sent and answers as the test wants.</summary>
public sealed class Partner : IAsyncDisposable
{
    private static int _hosts;

    private readonly ConcurrentQueue<Sent> _received = new();
    private readonly WebApplication _app;
    private int _inside;
    private int _mostInside;

    private Partner(WebApplication app, string address)
    {
        _app = app;
        Address = address;
    }

    public string Address { get; }

    /// <summary>What to answer to a request, by how many of the same id came before it.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } =
        (http, _) =>
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        };

    /// <summary>The most calls that it ever had to hold at once.</summary>
    public int MostInside => _mostInside;

    public IReadOnlyList<Sent> Received => [.. _received];

    /// <param name="host">Which address instead; another port of a host that a test has.</param>
    public static async Task<Partner> StartAsync(string? host = null)
    {
        var address = $"http://{host ?? NextHost()}:{FreePort.Next()}";
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }
        );
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(address);
        var partner = new Partner(app, address);
        app.Run(partner.TakeAsync);
        await app.StartAsync();
        return partner;
    }

    public Sent[] ReceivedOf(Guid delivery) => [.. _received.Where(sent => sent["webhook-id"] == delivery.ToString())];

    public void Answers(int status) =>
        Answer = (http, _) =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string NextHost()
    {
        var number = System.Threading.Interlocked.Increment(ref _hosts);
        return $"127.1.{number / 250}.{1 + (number % 250)}";
    }

    private async Task TakeAsync(HttpContext http)
    {
        InterlockedMax(ref _mostInside, System.Threading.Interlocked.Increment(ref _inside));
        try
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
            var sent = new Sent(
                $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}",
                new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase),
                body.ToArray()
            );
            var before = _received.Count(earlier => earlier["webhook-id"] == sent["webhook-id"]);
            _received.Enqueue(sent);
            await Answer(http, before);
        }
        finally
        {
            System.Threading.Interlocked.Decrement(ref _inside);
        }
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while ((seen = most) < now && System.Threading.Interlocked.CompareExchange(ref most, now, seen) != seen) { }
    }
}

/// <summary>A request as it arrived.</summary>
public sealed record Sent(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}
