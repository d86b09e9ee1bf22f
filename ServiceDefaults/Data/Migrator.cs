using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ServiceDefaults.Data;

/// <summary>An assembly that brings <c>…Data.Migrations.0001_….sql</c> as embedded resources.</summary>
public sealed record MigrationSource(Assembly Assembly);

/// <summary>
/// Applies readable SQL files once each, in the order of their names, each in its own transaction, under an advisory
/// lock, so that replicas may start it at the same time. A file that was applied and then edited is refused.
/// </summary>
public sealed class Migrator(
    NpgsqlDataSource database,
    IEnumerable<MigrationSource> sources,
    TimeProvider clock,
    ILogger<Migrator> log
)
{
    private const long AdvisoryLock = 0x5e_71_ce_00_01;

    /// <exception cref="InvalidOperationException">An applied file has another content now.</exception>
    public async Task ApplyAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"select pg_advisory_lock({AdvisoryLock})", ct);
        await ExecuteAsync(
            connection,
            """
            create table if not exists schema_migration (
              name       text primary key,
              hash       text not null,
              applied_at timestamptz not null
            )
            """,
            ct
        );

        foreach (var (name, sql) in sources.SelectMany(source => Files(source.Assembly)))
        {
            await ApplyOnceAsync(connection, name, sql, ct);
        }

        await ExecuteAsync(connection, $"select pg_advisory_unlock({AdvisoryLock})", ct);
    }

    private async Task ApplyOnceAsync(NpgsqlConnection connection, string name, string sql, CancellationToken ct)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var seen = new NpgsqlCommand("select hash from schema_migration where name = $1", connection))
        {
            seen.Parameters.Add(new() { Value = name });
            if (await seen.ExecuteScalarAsync(ct) is string applied)
            {
                if (applied != hash)
                {
                    throw new InvalidOperationException($"Migration {name} was changed after it had been applied.");
                }

                return;
            }
        }

        await ExecuteAsync(connection, sql, ct);
        await using var record = new NpgsqlCommand("insert into schema_migration values ($1, $2, $3)", connection);
        record.Parameters.Add(new() { Value = name });
        record.Parameters.Add(new() { Value = hash });
        record.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await record.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        log.LogInformation("Applied migration {Migration}", name);
    }

    private static IEnumerable<(string Name, string Sql)> Files(Assembly assembly) =>
        from resource in assembly.GetManifestResourceNames()
        where resource.Contains(".Data.Migrations.", StringComparison.Ordinal)
        orderby resource
        select (resource, Read(assembly, resource));

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [SuppressMessage("Security", "CA2100", Justification = "The project's own file or a constant above, never input.")]
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
