using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Testing;

/// <summary>Compares what the SQL migrations made with what EF Core's model expects, column by column; the tables that are only
/// ever addressed in SQL are not in the model.</summary>
public static class SchemaComparison
{
    public static async Task<IReadOnlyList<string>> DifferencesAsync(DbContext context, NpgsqlDataSource database)
    {
        var expected = Expected(context.Model).ToHashSet(StringComparer.Ordinal);
        var found = (await FoundAsync(database)).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. expected.Except(found).Select(column => $"the model has, the database lacks: {column}"),
            .. found.Except(expected).Select(column => $"the database has, the model lacks: {column}"),
        ];
    }

    private static IEnumerable<string> Expected(IModel model) =>
        from table in model.GetRelationalModel().Tables
        from column in table.Columns
        select $"{table.Name}.{column.Name} {column.StoreType} {(column.IsNullable ? "null" : "not null")}";

    private static async Task<List<string>> FoundAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            """
            select format('%s.%s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                          case when a.attnotnull then 'not null' else 'null' end)
              from pg_attribute a
              join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
              join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
             where a.attnum > 0 and not a.attisdropped
               and not c.relispartition
               and c.relname not in (
                 'schema_migration', 'idempotency_keys', 'policy_profiles', 'hub_subscriptions',
                 'usage_keys', 'usage_thresholds', 'usage_charges',
                 'bill_number_series', 'bill_run_accounts'
               )
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await reader.ReadAsync())
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }
}
