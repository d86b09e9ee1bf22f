using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>
/// Writes new statements and their lines by COPY (features.md V8: a run takes at most 1.5 times what the same sums take in
/// hand-written SQL, and an insert a line costs as much as all the sums). A draft has no objections yet.
/// </summary>
internal static class StatementCopy
{
    /// <param name="connection">With the run's transaction open.</param>
    public static async Task WriteAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Statement> statements,
        CancellationToken ct
    )
    {
        await connection.CopyAsync(
            """
            copy statements (id, version, number, provider_id, provider_number, provider_name_zh, provider_name_en, period,
                             currency, status, definition, complaints, subscribers, rate, factor, payable, carried_forward,
                             policy_versions, drafted_by, drafted_at, objections_until, needs_draft)
            from stdin (format binary)
            """,
            statements,
            (row, statement) => WriteStatementAsync(row, statement, ct),
            ct
        );
        await connection.CopyAsync(
            """
            copy statement_lines (id, statement_id, seq, kind, basis, rate, amount, source_id, note, complaint_ids,
                                  case_numbers)
            from stdin (format binary)
            """,
            statements.SelectMany(statement => statement.Lines.Select(line => (statement.Id, line))),
            (row, it) => WriteLineAsync(row, it.Id, it.line, ct),
            ct
        );
    }

    private static async Task WriteStatementAsync(NpgsqlBinaryImporter row, Statement it, CancellationToken ct)
    {
        await row.WriteAsync(it.Id, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(it.Version, NpgsqlDbType.Bigint, ct);
        await row.WriteAsync(it.Number, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.ProviderId, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(it.ProviderNumber, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.ProviderNameZh, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.ProviderNameEn, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.Period, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.Currency, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.Status.ToString(), NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.Definition, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.Complaints, NpgsqlDbType.Integer, ct);
        await row.WriteAsync(it.Subscribers, NpgsqlDbType.Integer, ct);
        await row.WriteOrNullAsync(it.Rate, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(it.Factor, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(it.Payable, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(it.CarriedForward, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(it.PolicyVersions, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.DraftedBy, NpgsqlDbType.Text, ct);
        await row.WriteAsync(it.DraftedAt, NpgsqlDbType.TimestampTz, ct);
        await row.WriteAsync(it.ObjectionsUntil, NpgsqlDbType.TimestampTz, ct);
        await row.WriteAsync(it.NeedsDraft, NpgsqlDbType.Boolean, ct);
    }

    private static async Task WriteLineAsync(
        NpgsqlBinaryImporter row,
        Guid statementId,
        StatementLine line,
        CancellationToken ct
    )
    {
        await row.WriteAsync(line.Id, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(statementId, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(line.Seq, NpgsqlDbType.Integer, ct);
        await row.WriteAsync(line.Kind.ToString(), NpgsqlDbType.Text, ct);
        await row.WriteAsync(line.Basis, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(line.Rate, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(line.Amount, NpgsqlDbType.Numeric, ct);
        await row.WriteOrNullAsync(line.SourceId, NpgsqlDbType.Uuid, ct);
        await row.WriteOrNullAsync(line.Note, NpgsqlDbType.Text, ct);
        await row.WriteAsync(line.ComplaintIds, NpgsqlDbType.Array | NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(line.CaseNumbers, NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
    }
}
