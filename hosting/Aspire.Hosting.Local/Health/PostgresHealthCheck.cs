using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Aspire.Hosting.Health;

/// <summary>Healthy when a new connection with the real password answers a query.</summary>
internal static class PostgresHealthCheck
{
    internal static HealthCheckAnnotation Of(IResourceWithConnectionString resource) =>
        new(
            $"{resource.Name}_check",
            async ct =>
            {
                var target = new NpgsqlConnectionStringBuilder(await resource.GetConnectionStringAsync(ct))
                {
                    Pooling = false, // what is asked is whether a new connection can be made
                };
                target.Database ??= "postgres";
                await using var connection = new NpgsqlConnection(target.ConnectionString);
                await connection.OpenAsync(ct);
                await using var question = new NpgsqlCommand("SELECT 1", connection);
                await question.ExecuteScalarAsync(ct);
                return HealthCheckResult.Healthy();
            }
        );
}
