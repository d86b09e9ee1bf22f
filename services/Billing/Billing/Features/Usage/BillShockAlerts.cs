using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.Events.V1;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rules;
using ServiceDefaults.PolicyStore;

namespace Billing.Features.Usage;

/// <summary>
/// Keeps accounts' usage charges by month and says once per account and month when they are far above what is usual
/// (电信条例 art. 33; features.md B10). Charges of one account are added under its row's lock, so that of two uploads that
/// race the second sees the first's.
/// </summary>
internal sealed class BillShockAlerts(BillingDb db, PreparedPlans plans, PoliciesInForce policies)
{
    public async Task SayAsync(
        IEnumerable<UsageRecord> records,
        string currentPeriod,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var raised = await AddAsync(records, currentPeriod, ct);
        if (raised.Count == 0)
        {
            return;
        }

        var multiple = policies.Number(BillingPolicies.ShockMultiple, now);
        var months = (int)policies.Number(BillingPolicies.ShockWindow, now);
        var compared = await CompareAsync(raised, currentPeriod, months, ct);
        var fees = await MonthlyFeesAsync([.. compared.Where(c => c is { Months: > 0, Before: 0 })], now, ct);
        var suspected = compared
            .Where(c =>
                BillShock.IsSuspected(c.SoFar, c.Before, c.Months, fees.GetValueOrDefault(c.AccountId), multiple)
            )
            .ToList();
        foreach (var account in suspected)
        {
            db.Outbox.Add(
                account.AccountId,
                account.Version,
                new BillShockSuspected(
                    account.AccountId,
                    account.Version,
                    currentPeriod,
                    Money.Line(account.SoFar, account.Currency).Amount,
                    Money.Line(account.Before / account.Months, account.Currency).Amount,
                    account.Currency,
                    now
                )
            );
        }

        await MarkAsync(suspected, currentPeriod, now, ct);
    }

    /// <summary>Months without a charge get a row, too: they say what is usual. One that adds nothing leaves its row alone.</summary>
    /// <returns>Accounts whose current month changed and of which no shock was said in it.</returns>
    private async Task<List<(Guid AccountId, string Currency)>> AddAsync(
        IEnumerable<UsageRecord> records,
        string currentPeriod,
        CancellationToken ct
    )
    {
        var charges = records
            .GroupBy(record => (record.AccountId, record.Period, record.Currency))
            .Select(group => (group.Key, Charge: group.Sum(record => record.Charge)))
            .ToList();
        await using var add = new NpgsqlCommand(
            """
            insert into usage_charges as c (account_id, period, currency, charge)
            select * from unnest($1, $2, $3, $4) as a (account_id, period, currency, charge)
             order by 1, 2, 3
            on conflict (account_id, period, currency)
            do update set charge = c.charge + excluded.charge where excluded.charge <> 0
            returning c.account_id, c.currency, c.period = $5 and c.charge > 0 and c.shock_suspected_at is null
            """,
            (NpgsqlConnection)db.Database.GetDbConnection()
        );
        add.Parameters.Add(new() { Value = charges.Select(c => c.Key.AccountId).ToArray() });
        add.Parameters.Add(new() { Value = charges.Select(c => c.Key.Period).ToArray() });
        add.Parameters.Add(new() { Value = charges.Select(c => c.Key.Currency).ToArray() });
        add.Parameters.Add(new() { Value = charges.Select(c => c.Charge).ToArray() });
        add.Parameters.Add(new() { Value = currentPeriod });
        var raised = new List<(Guid, string)>();
        await using var rows = await add.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            if (rows.GetBoolean(2))
            {
                raised.Add((rows.GetGuid(0), rows.GetString(1)));
            }
        }

        return raised;
    }

    private Task<List<Compared>> CompareAsync(
        List<(Guid AccountId, string Currency)> raised,
        string currentPeriod,
        int months,
        CancellationToken ct
    ) =>
        db
            .Database.SqlQuery<Compared>(
                $"""
                select a.id as "AccountId", a.version as "Version", c.currency as "Currency", c.charge as "SoFar",
                       coalesce(sum(b.charge), 0) as "Before", count(b.charge)::int as "Months"
                  from unnest({raised.Select(r => r.AccountId).ToArray()}, {raised.Select(r => r.Currency).ToArray()})
                         as r (account_id, currency)
                  join usage_charges c using (account_id, currency)
                  join accounts a on a.id = c.account_id
                  left join lateral (
                         select charge from usage_charges p
                          where p.account_id = c.account_id and p.currency = c.currency and p.period < c.period
                          order by p.period desc
                          limit {months}
                       ) b on true
                 where c.period = {currentPeriod}
                 group by a.id, a.version, c.currency, c.charge
                """
            )
            .ToListAsync(ct);

    /// <summary>Of all plans the accounts have today; asked only for accounts that never paid for usage.</summary>
    private async Task<Dictionary<Guid, decimal>> MonthlyFeesAsync(
        List<Compared> accounts,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (accounts.Count == 0)
        {
            return [];
        }

        var ids = accounts.ConvertAll(account => account.AccountId);
        var today = now.DateIn(policies.Calendar.Zone);
        var subscriptions = await db
            .Subscriptions.AsNoTracking()
            .Where(s => ids.Contains(s.AccountId) && s.StartsOn <= today && (s.EndsOn == null || s.EndsOn >= today))
            .Select(s => new
            {
                s.AccountId,
                s.CatalogueId,
                s.OfferingId,
            })
            .ToListAsync(ct);
        var prepared = await plans.OfAsync(db, subscriptions.Select(s => (s.CatalogueId, s.OfferingId)), ct);
        return subscriptions
            .GroupBy(s => s.AccountId)
            .ToDictionary(
                account => account.Key,
                account => account.Sum(s => prepared[(s.CatalogueId, s.OfferingId)].Terms.MonthlyFee)
            );
    }

    private Task<int> MarkAsync(List<Compared> suspected, string period, DateTimeOffset now, CancellationToken ct) =>
        suspected.Count == 0
            ? Task.FromResult(0)
            : db.Database.ExecuteSqlAsync(
                $"""
                update usage_charges c set shock_suspected_at = {now}
                  from unnest({suspected.Select(s => s.AccountId).ToArray()}, {suspected.Select(s =>
                    s.Currency
                ).ToArray()})
                         as s (account_id, currency)
                 where c.account_id = s.account_id and c.currency = s.currency and c.period = {period}
                """,
                ct
            );

    private sealed record Compared(
        Guid AccountId,
        long Version,
        string Currency,
        decimal SoFar,
        decimal Before,
        int Months
    );
}
