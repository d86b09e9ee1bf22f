using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Domain.Bills;
using Billing.Domain.Ledger;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults.Data;

namespace Billing.Features.Bills;

/// <summary>Writes a portion's bills, their lines and postings by COPY.</summary>
internal static class PortionWrite
{
    /// <param name="connection">With the portion's transaction open.</param>
    public static async Task BillsAsync(
        NpgsqlConnection connection,
        BillRun run,
        IReadOnlyList<IssuedBill> bills,
        CancellationToken ct
    )
    {
        await connection.CopyAsync(
            """
            copy bills (id, version, number, run_id, account_id, period, bill_date, due_on, currency, amount_due,
                        own_charges, status, issued_at, settled_at) from stdin (format binary)
            """,
            bills,
            (row, bill) => WriteBillAsync(row, bill, run, ct),
            ct
        );
        await connection.CopyAsync(
            """
            copy bill_lines (bill_id, seq, kind, line_id, subscription_id, usage_kind, period, name_zh, name_en,
                             quantity, included, unit, amount, settled, charge_id) from stdin (format binary)
            """,
            bills.SelectMany(bill => bill.Draft.Charges.Select((charge, i) => (bill, charge, i))),
            (row, line) => WriteLineAsync(row, line.bill, line.charge, line.i, ct),
            ct
        );
        await connection.CopyAsync(
            "copy ledger_entries (id, kind, business_key, booked_at, narrative) from stdin (format binary)",
            bills,
            (row, bill) => WriteEntryAsync(row, bill, run, ct),
            ct
        );
        await connection.CopyAsync(
            """
            copy ledger_postings (entry_id, seq, ledger_account, account_id, amount, currency)
            from stdin (format binary)
            """,
            bills.SelectMany(bill => bill.Draft.Postings(bill.Account.Id).Select((posting, i) => (bill, posting, i))),
            (row, line) => WritePostingAsync(row, line.bill, line.posting, line.i, ct),
            ct
        );
        await MarkBilledAsync(connection, [.. bills.SelectMany(bill => bill.Account.Usage)], ct);
        await MarkBilledAsync(
            connection,
            [
                .. bills.SelectMany(bill =>
                    bill.Account.ThirdParties.Select(c => (c.ThirdPartyChargeId!.Value, bill.Id))
                ),
            ],
            ct
        );
    }

    private static async Task WriteBillAsync(
        NpgsqlBinaryImporter row,
        IssuedBill bill,
        BillRun run,
        CancellationToken ct
    )
    {
        var draft = bill.Draft;
        await row.WriteAsync(bill.Id, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(IssuedBill.FirstVersion, NpgsqlDbType.Bigint, ct);
        await row.WriteAsync(bill.Number, NpgsqlDbType.Text, ct);
        await row.WriteAsync(run.Id, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(bill.Account.Id, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(run.Period, NpgsqlDbType.Text, ct);
        await row.WriteAsync(run.BillDate, NpgsqlDbType.Date, ct);
        await row.WriteAsync(run.DueOn, NpgsqlDbType.Date, ct);
        await row.WriteAsync(draft.Currency, NpgsqlDbType.Text, ct);
        await row.WriteAsync(draft.AmountDue, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(draft.OwnCharges, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(draft.Status.ToString(), NpgsqlDbType.Text, ct);
        await row.WriteAsync(run.RequestedAt, NpgsqlDbType.TimestampTz, ct);
        await row.WriteOrNullAsync<DateTimeOffset?>(
            draft.Status == BillStatus.Settled ? run.RequestedAt : null,
            NpgsqlDbType.TimestampTz,
            ct
        );
    }

    private static async Task WriteLineAsync(
        NpgsqlBinaryImporter row,
        IssuedBill bill,
        Charge charge,
        int i,
        CancellationToken ct
    )
    {
        await row.WriteAsync(bill.Id, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(i + 1, NpgsqlDbType.Integer, ct);
        await row.WriteAsync(charge.Kind.ToString(), NpgsqlDbType.Text, ct);
        await row.WriteAsync(charge.LineId, NpgsqlDbType.Uuid, ct);
        await row.WriteOrNullAsync(charge.SubscriptionId, NpgsqlDbType.Uuid, ct);
        await row.WriteOrNullAsync(charge.UsageKind?.ToString(), NpgsqlDbType.Text, ct);
        await row.WriteAsync(charge.Period, NpgsqlDbType.Text, ct);
        await row.WriteAsync(charge.NameZh, NpgsqlDbType.Text, ct);
        await row.WriteAsync(charge.NameEn, NpgsqlDbType.Text, ct);
        await row.WriteOrNullAsync(charge.Quantity, NpgsqlDbType.Numeric, ct);
        await row.WriteOrNullAsync(charge.Included, NpgsqlDbType.Numeric, ct);
        await row.WriteOrNullAsync(charge.Unit, NpgsqlDbType.Text, ct);
        await row.WriteAsync(charge.Amount.Amount, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(bill.Draft.Settled[i], NpgsqlDbType.Numeric, ct);
        await row.WriteOrNullAsync(charge.ThirdPartyChargeId, NpgsqlDbType.Uuid, ct);
    }

    private static async Task WriteEntryAsync(
        NpgsqlBinaryImporter row,
        IssuedBill bill,
        BillRun run,
        CancellationToken ct
    )
    {
        await row.WriteAsync(bill.EntryId, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(nameof(EntryKind.Bill), NpgsqlDbType.Text, ct);
        await row.WriteAsync(bill.Number, NpgsqlDbType.Text, ct);
        await row.WriteAsync(run.RequestedAt, NpgsqlDbType.TimestampTz, ct);
        await row.WriteAsync($"Bill for {run.Period}", NpgsqlDbType.Text, ct);
    }

    private static async Task WritePostingAsync(
        NpgsqlBinaryImporter row,
        IssuedBill bill,
        Posting posting,
        int i,
        CancellationToken ct
    )
    {
        await row.WriteAsync(bill.EntryId, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync((short)(i + 1), NpgsqlDbType.Smallint, ct);
        await row.WriteAsync(posting.LedgerAccount, NpgsqlDbType.Text, ct);
        await row.WriteOrNullAsync(posting.AccountId, NpgsqlDbType.Uuid, ct);
        await row.WriteAsync(posting.Amount, NpgsqlDbType.Numeric, ct);
        await row.WriteAsync(posting.Currency, NpgsqlDbType.Text, ct);
    }

    /// <summary>
    /// What was read is billed, not what stands there now: usage that came in since is the next bill's. Rows are held in the
    /// order in which uploads hold them, so that late usage and a run wait for each other and never in a ring.
    /// </summary>
    private static async Task MarkBilledAsync(
        NpgsqlConnection connection,
        IReadOnlyList<UnbilledUsage> usage,
        CancellationToken ct
    )
    {
        await using var update = new NpgsqlCommand(
            """
            with held as materialized (
              select u.subscription_id, u.period, u.kind, b.quantity
                from unnest($1, $2, $3, $4) as b (subscription_id, period, kind, quantity)
                join usage_totals u using (subscription_id, period, kind)
               order by u.subscription_id, u.period, u.kind
                 for no key update of u
            )
            update usage_totals u set billed_quantity = h.quantity
              from held h
             where (u.subscription_id, u.period, u.kind) = (h.subscription_id, h.period, h.kind)
            """,
            connection
        );
        update.Parameters.Add(new() { Value = usage.Select(u => u.SubscriptionId).ToArray() });
        update.Parameters.Add(new() { Value = usage.Select(u => u.Period).ToArray() });
        update.Parameters.Add(new() { Value = usage.Select(u => u.Kind.ToString()).ToArray() });
        update.Parameters.Add(new() { Value = usage.Select(u => u.Quantity).ToArray() });
        await update.ExecuteNonQueryAsync(ct);
    }

    private static async Task MarkBilledAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(Guid Charge, Guid Bill)> charges,
        CancellationToken ct
    )
    {
        await using var update = new NpgsqlCommand(
            """
            update third_party_charges c set bill_id = b.bill_id, version = c.version + 1
              from unnest($1, $2) as b (id, bill_id)
             where c.id = b.id
            """,
            connection
        );
        update.Parameters.Add(new() { Value = charges.Select(c => c.Charge).ToArray() });
        update.Parameters.Add(new() { Value = charges.Select(c => c.Bill).ToArray() });
        await update.ExecuteNonQueryAsync(ct);
    }
}
