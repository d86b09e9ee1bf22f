using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bench.ProviderLoop;

/// <summary>A partner's endpoint: when it first heard of each event.</summary>
internal sealed class PartnerReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, long> _heard = new();
    private readonly WebApplication _app;

    private PartnerReceiver(WebApplication app) => _app = app;

    public Uri Address =>
        new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<PartnerReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new PartnerReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The timestamp; null while it did not come.</summary>
    public long? Of(Guid eventId) => _heard.TryGetValue(eventId, out var at) ? at : null;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        _heard.TryAdd(body.RootElement.GetProperty("id").GetGuid(), Stopwatch.GetTimestamp());
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
