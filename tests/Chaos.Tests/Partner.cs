using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace Chaos.Tests;

/// <summary>A partner's endpoint that outlives the platform: takes every delivery and counts it under its id.</summary>
public sealed class Partner : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _taken = new();
    private readonly WebApplication _app;

    private Partner(WebApplication app, string address)
    {
        _app = app;
        Address = address;
    }

    public string Address { get; }

    /// <summary>How often each came, by <c>webhook-id</c>.</summary>
    public IReadOnlyDictionary<string, int> Taken => _taken;

    public static async Task<Partner> StartAsync()
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
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

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private Task TakeAsync(HttpContext http)
    {
        _taken.AddOrUpdate(http.Request.Headers["webhook-id"].ToString(), 1, (_, before) => before + 1);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
