using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>
/// An OpenTelemetry collector over HTTP that keeps what it is sent as it came: in protobuf a text stands as its UTF-8
/// bytes, so whatever a service gives away can be searched for.
/// </summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = new();
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    /// <summary>For <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, with protocol <c>http/protobuf</c>.</summary>
    public string Address => _app.Urls.Single();

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }
        );
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var collector = new Collector(app);
        app.Urls.Add($"http://127.0.0.1:{FreePort.Next()}");
        app.MapPost(
            "/v1/{signal}",
            async (string signal, HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                collector._received.Enqueue((signal, body.ToArray()));
                return Results.Bytes([], "application/x-protobuf");
            }
        );
        await app.StartAsync();
        return collector;
    }

    /// <summary>Where a text was given away: signal and surroundings; empty when nowhere.</summary>
    /// <param name="text">What to look for.</param>
    /// <param name="signal">traces, logs or metrics; all when null.</param>
    public string[] Find(string text, string? signal = null) =>
        [
            .. from sent in _received
            where signal is null || sent.Signal == signal
            let at = sent.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text))
            where at >= 0
            select $"{sent.Signal}: …{Around(sent.Body, at)}…",
        ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Around(byte[] body, int at)
    {
        var from = Math.Max(0, at - 150);
        var text = Encoding.UTF8.GetString(body, from, Math.Min(body.Length - from, 300));
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
