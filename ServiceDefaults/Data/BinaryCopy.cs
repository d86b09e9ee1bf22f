using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults.Data;

/// <summary>Thousands of rows by PostgreSQL's binary COPY, inside the connection's transaction.</summary>
public static class BinaryCopy
{
    /// <param name="connection">Open.</param>
    /// <param name="sql"><c>copy … from stdin (format binary)</c>.</param>
    /// <param name="rows">Enumerated once.</param>
    /// <param name="write">The columns of a row, in the statement's order.</param>
    /// <param name="ct">Cancels; then nothing is copied.</param>
    public static async Task CopyAsync<T>(
        this NpgsqlConnection connection,
        string sql,
        IEnumerable<T> rows,
        Func<NpgsqlBinaryImporter, T, Task> write,
        CancellationToken ct
    )
    {
        await using var copy = await connection.BeginBinaryImportAsync(sql, ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            await write(copy, row);
        }

        await copy.CompleteAsync(ct);
    }

    public static Task WriteOrNullAsync<T>(
        this NpgsqlBinaryImporter row,
        T value,
        NpgsqlDbType type,
        CancellationToken ct
    ) => value is null ? row.WriteNullAsync(ct) : row.WriteAsync(value, type, ct);
}
