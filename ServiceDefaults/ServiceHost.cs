using System;
using System.Threading;
using System.Threading.Tasks;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceDefaults.Data;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;
using ServiceDefaults.Time;

namespace ServiceDefaults;

/// <summary>What every host of the platform gets, in one call before and one after <c>Build</c>.</summary>
public static class ServiceHost
{
    /// <summary>Stopping takes milliseconds.</summary>
    private static readonly TimeSpan PatienceWithBus = TimeSpan.FromSeconds(5);

    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder)
    {
        builder.AddTelemetry();
        builder.AddTokenValidation();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<BusinessClock>();
        builder.Services.AddHealthChecks();
        builder.Services.AddHttpClient();
        builder.Services.AddSingleton(services =>
            ActivatorUtilities.CreateInstance<ServiceToken>(
                services,
                services.GetRequiredService<System.Net.Http.IHttpClientFactory>().CreateClient(nameof(ServiceToken))
            )
        );
        builder.Services.AddSingleton<Migrator>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }

    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();

        // Alive, and its messaging and database reachable. Says nothing about which: that is in the log.
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteStatus }).AllowAnonymous();
        return app;
    }

    /// <summary>Was the binary started as <c>migrate</c>: database and queues brought up to date, then out.</summary>
    public static bool IsMigration(string[] args) => args is ["migrate", ..];

    /// <summary>Applies SQL migrations, then declares exchanges and queues, so that no event is said to nobody.</summary>
    public static async Task MigrateAsync(this WebApplication app, CancellationToken ct = default)
    {
        await app.Services.GetRequiredService<Migrator>().ApplyAsync(ct);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            // A service without policies has no profiles.
            await (scope.ServiceProvider.GetService<PolicyProfiles>()?.SeedAsync(ct) ?? Task.CompletedTask);
        }

        app.Configuration["Messaging:DeployTopologyOnly"] = "true";
        var bus = app.Services.GetRequiredService<IBusControl>();
        await bus.StartAsync(ct); // once it is ready every exchange and queue is declared
        try
        {
            await bus.StopAsync(ct).WaitAsync(PatienceWithBus, ct);
        }
        catch (TimeoutException)
        {
            // Seen with MassTransit 8.4: stopped the moment it is ready, an endpoint's agent may never end. The queues
            // stand, and this process is about to end anyway; without a limit it would hold up the whole platform.
            app.Logger.LogWarning("The bus did not stop within {Seconds} s", PatienceWithBus.TotalSeconds);
        }
    }

    private static Task WriteStatus(HttpContext context, HealthReport report) =>
        context.Response.WriteAsync(report.Status.ToString(), context.RequestAborted);
}
