using System;
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
    private long _received;

    private Receivers(WebApplication app, IReadOnlyList<string> hosts)
    {
        _app = app;
        Quick = [.. hosts.SkipLast(1).Select(host => $"http://{host}:{Port}/events")];
        Hanging = $"http://{hosts[^1]}:{Port}/events";
    }

    public IReadOnlyList<string> Quick { get; }

    public string Hanging { get; }

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
            using var until = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, http.RequestAborted);
            await Task.Delay(Timeout.Infinite, until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await http.Request.Body.CopyToAsync(System.IO.Stream.Null);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        Interlocked.Increment(ref _received);
    }
}
