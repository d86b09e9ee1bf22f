using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bench.Webhooks;

/// <summary>Partners' endpoints, each on a loopback address of its own, so each is a host of its own; the last one hangs.</summary>
internal sealed class Receivers : IAsyncDisposable
{
    private const int Port = 18_099;

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _expected = new();
    private volatile TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _stuck;
    private long _received;

    private Receivers(WebApplication app, IReadOnlyList<string> hosts)
    {
        _app = app;
        Quick = [.. hosts.SkipLast(1).Select(host => $"http://{host}:{Port}/events")];
        Hanging = $"http://{hosts[^1]}:{Port}/events";
    }

    public IReadOnlyList<string> Quick { get; }

    public string Hanging { get; }

    /// <summary>Calls that hang now.</summary>
    public int Stuck => Volatile.Read(ref _stuck);

    public long Received => Interlocked.Read(ref _received);

    public static async Task<Receivers> StartAsync(int quick)
    {
        List<string> hosts = [.. Enumerable.Range(1, quick + 1).Select(n => $"127.3.0.{n}")];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls([.. hosts.Select(host => $"http://{host}:{Port}")]);
        var app = builder.Build();
        var receivers = new Receivers(app, hosts);
        app.Run(receivers.TakeAsync);
        await app.StartAsync();
        return receivers;
    }

    /// <summary>From here on the last one hangs, until <see cref="Release"/>.</summary>
    public void Hang() => _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last one answers what hangs and all that comes.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Ends when this delivery is received; called before it is asked for.</summary>
    public Task ReceivedAsync(Guid delivery) =>
        _expected
            .GetOrAdd($"{delivery}", _ => new(TaskCreationOptions.RunContinuationsAsynchronously))
            .Task.WaitAsync(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _end.Dispose();
    }

    private async Task TakeAsync(HttpContext http)
    {
        if (http.Request.Host.Host == new Uri(Hanging).Host)
        {
            await HangAsync(http);
            return;
        }

        await http.Request.Body.CopyToAsync(System.IO.Stream.Null);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        Interlocked.Increment(ref _received);
        if (_expected.TryRemove(http.Request.Headers["webhook-id"].ToString(), out var expected))
        {
            expected.TrySetResult();
        }
    }

    private async Task HangAsync(HttpContext http)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, http.RequestAborted);
        Interlocked.Increment(ref _stuck);
        await _released.Task.WaitAsync(until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Decrement(ref _stuck);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
