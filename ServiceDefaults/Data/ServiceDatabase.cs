using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDefaults.Chaos;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Data;

/// <summary>The service's PostgreSQL: one pool, <c>ConnectionStrings:database</c>, shared by EF Core and plain SQL.</summary>
public static class ServiceDatabase
{
    /// <param name="builder">The host.</param>
    /// <param name="migrationsOf">Types of further assemblies that bring tables, before the service's own.</param>
    public static IHostApplicationBuilder AddServiceDatabase<TDb>(
        this IHostApplicationBuilder builder,
        params Type[] migrationsOf
    )
        where TDb : ServiceDb
    {
        builder.Services.AddSingleton(services =>
        {
            var connection =
                builder.Configuration.GetConnectionString("database")
                ?? throw new InvalidOperationException("ConnectionStrings:database is not configured.");
            var source = new NpgsqlDataSourceBuilder(connection);
            source.ConnectionStringBuilder.ApplicationName = builder.Environment.ApplicationName;
            source.ConnectionStringBuilder.MaxPoolSize = 40; // times services and replicas stays below max_connections

            // Parsing and planning a use case's inserts costs PostgreSQL more than running them. A migration that changes
            // what `select *` gives makes each connection refuse its old plan once; Npgsql then prepares anew.
            source.ConnectionStringBuilder.MaxAutoPrepare = 100;
            source.ConnectionStringBuilder.AutoPrepareMinUsages = 3;
            source.UseLoggerFactory(services.GetService<ILoggerFactory>());
            return source.Build();
        });
        builder.Services.AddSingleton<RelaySignal>();
        builder.Services.AddSingleton<IInterceptor, WakeRelayAfterSave>();
        builder.Services.AddSingleton<IInterceptor, WakeRelayAfterCommit>();
        if (KillPoint.IsArmed)
        {
            builder.Services.AddSingleton<IInterceptor, KillAroundCommit>();
        }

        builder.Services.AddDbContext<TDb>(
            (services, options) =>
                options
                    .UseNpgsql(
                        services.GetRequiredService<NpgsqlDataSource>(),
                        // An aggregate's children are few, and one round trip reads them with it.
                        npgsql => npgsql.UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery)
                    )
                    .AddInterceptors(services.GetServices<IInterceptor>())
                    // Whoever handles the exception logs it; a duplicate that the inbox expects is no error.
                    .ConfigureWarnings(warnings =>
                        warnings.Log(
                            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                            (RelationalEventId.CommandError, LogLevel.Debug),
                            (RelationalEventId.TransactionError, LogLevel.Debug)
                        )
                    ),
            optionsLifetime: ServiceLifetime.Singleton // the same for every request, so made once
        );
        builder.Services.AddScoped<ServiceDb>(services => services.GetRequiredService<TDb>());
        builder.Services.AddScoped<DbContext>(services => services.GetRequiredService<TDb>());
        foreach (var type in (Type[])[typeof(ServiceDb), .. migrationsOf, typeof(TDb)])
        {
            builder.Services.AddSingleton(new MigrationSource(type.Assembly));
        }

        builder.Services.AddHealthChecks().AddCheck<DatabaseAnswers>("database");
        return builder;
    }
}

/// <summary>Healthy once the database answers; the first look also builds EF's model, so no customer waits for it.</summary>
internal sealed class DatabaseAnswers(IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
        _ = await db.Inbox.AnyAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}
