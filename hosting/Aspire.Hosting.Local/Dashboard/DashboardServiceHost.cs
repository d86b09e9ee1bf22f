using System;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>The gRPC server in this process that the dashboard asks about resources; it must know the API key.</summary>
internal sealed class DashboardServiceHost(
    DistributedApplicationModel model,
    IServiceProvider application,
    IConfiguration configuration,
    ILoggerFactory logging
) : IAsyncDisposable
{
    private const string ApiKeyHeader = "x-resource-service-api-key";

    private readonly CancellationTokenSource stopping = new();
    private WebApplication? server;

    internal string Url => server?.Urls.Single() ?? throw new InvalidOperationException("The server has not started.");

    internal async Task StartAsync(CancellationToken ct)
    {
        if (!model.Resources.OfType<DashboardResource>().Any())
        {
            return;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2)
            );
        builder.Services.AddSingleton(logging);
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_ => new DashboardService(
            application.GetRequiredService<ResourceNotificationService>(),
            application.GetRequiredService<ResourceLoggerService>(),
            application.GetRequiredService<ResourceCommandService>(),
            application.GetRequiredService<AppHostName>(),
            stopping.Token
        ));
        server = builder.Build();
        server.Use(RequireApiKey);
        server.MapGrpcService<DashboardService>();
        await server.StartAsync(ct);
    }

    /// <summary>The dashboard's open streams end first, so the server has nothing to wait for.</summary>
    internal async Task StopAsync()
    {
        await stopping.CancelAsync();
        if (server is not null)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await server.StopAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        stopping.Dispose();
    }

    private Task RequireApiKey(HttpContext context, RequestDelegate next)
    {
        var expected = Encoding.UTF8.GetBytes(configuration[DashboardSettings.ResourceServiceApiKeyKey]!);
        var given = Encoding.UTF8.GetBytes(context.Request.Headers[ApiKeyHeader].ToString());
        if (CryptographicOperations.FixedTimeEquals(expected, given))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}

/// <summary>What the dashboard calls the whole.</summary>
internal sealed record AppHostName(string Value);
