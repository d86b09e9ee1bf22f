using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Aspire.Hosting.Orchestrator;

/// <summary>Creates a database once its server is healthy; after that it is in the state its server is in.</summary>
internal sealed class PostgresDatabases(ResourceNotificationService notifications, ResourceLoggerService logs)
{
    internal async Task RunAsync(PostgresDatabaseResource database, CancellationToken ct)
    {
        notifications.Publish(database, database.Name, _ => ResourceDescription.Initial(database));
        Publish(database, KnownResourceStates.Waiting, database.Parent.Name);
        var created = false;
        await foreach (var change in notifications.WatchAsync(ct))
        {
            if (change.Resource != database.Parent || change.Snapshot.State is not { } state)
            {
                continue;
            }

            if (!created && change.Snapshot.HealthStatus == HealthStatus.Healthy)
            {
                created = await CreateAsync(database, ct);
            }

            if (created)
            {
                Publish(database, state.Text, change.ResourceId);
            }
        }
    }

    private async Task<bool> CreateAsync(PostgresDatabaseResource database, CancellationToken ct)
    {
        try
        {
            var server = $"{await database.Parent.GetConnectionStringAsync(ct)};Database=postgres;Pooling=false";
            await using var connection = new NpgsqlConnection(server);
            await connection.OpenAsync(ct);
            await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
            {
                Parameters = { new() { Value = database.DatabaseName } },
            };
            if (await exists.ExecuteScalarAsync(ct) is null)
            {
                var name = new NpgsqlCommandBuilder().QuoteIdentifier(database.DatabaseName);
                await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
                await create.ExecuteNonQueryAsync(ct);
            }

            return true;
        }
        catch (NpgsqlException failure)
        {
            logs.Write(database.Name, $"The database was not created: {failure.Message}", isError: true);
            return false; // the server's next healthy report tries again
        }
    }

    private void Publish(PostgresDatabaseResource database, string state, string parentId) =>
        notifications.Publish(
            database,
            database.Name,
            snapshot =>
                snapshot.State?.Text == state
                    ? snapshot
                    : snapshot.WithProperties(new ResourcePropertySnapshot(KnownProperties.ParentName, parentId)) with
                    {
                        State = state,
                        StartTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
                        HealthReports =
                        [
                            .. database
                                .Annotations.OfType<HealthCheckAnnotation>()
                                .Select(check => new HealthReportSnapshot(check.Key, null, null, null)),
                        ],
                    }
        );
}
