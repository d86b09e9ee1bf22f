using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceDefaults.PolicyStore;
using Vas.Data;
using Vas.Domain.Settlement;

namespace Vas.Features.Settlement;

/// <summary>
/// What a month comes to for many providers by one set-based statement (features.md V8: 1,000,000 charges over 100
/// providers in under 60 s). <see cref="StatementCalculator"/> says the same in C#; a property test holds them together to
/// the fen. Policies are those in force as the month begins. A refund is owed in the month in which its complaint counts,
/// so that one complaint never lowers the grade on one statement and costs its refund on another: until the complaint is
/// closed it waits, and what comes up later, after the statement, is owed in the month in which it came up. What a refund
/// gave beyond its charge is owed from the month of its payment on, until a statement is issued that has it.
/// </summary>
internal static class MonthInSql
{
    private const string Sql = """
        with provider as (
          select id, number, name_zh, name_en, definition, currency from providers where id = any ($1)
        ), charged as (
          select provider_id, sum(amount) as net from vas_charges
           where month = $2 and status = 'Posted' and provider_id = any ($1)
           group by provider_id
        ), base as (
          select provider_id, count(*)::integer as subscribers from vas_subscriptions
           where provider_id = any ($1) and confirmed_at < $3 and (ended_at is null or ended_at >= $3)
           group by provider_id
        ), counted as (
          select p.id as provider_id, count(*)::integer as complaints,
                 array_agg(f.complaint_id order by f.case_number collate "C", f.complaint_id) as ids,
                 array_agg(f.case_number order by f.case_number collate "C", f.complaint_id) as case_numbers
            from provider p
            join complaint_facts f on f.provider_id = p.id
             and case p.definition when 'all-v1' then f.all_period else f.upheld_period end = $2
           group by p.id
        ), rated as (
          select p.*, coalesce(c.complaints, 0) as complaints, c.ids, c.case_numbers,
                 coalesce(b.subscribers, 0) as subscribers,
                 case when coalesce(c.complaints, 0) >= $12 and coalesce(b.subscribers, 0) >= $11
                      then (select g.factor from unnest($13, $14) as g (bound, factor)
                             where g.bound is null or c.complaints * $10::numeric <= g.bound * b.subscribers
                             order by g.bound nulls last limit 1)
                      else 1 end as factor
            from provider p
            left join counted c on c.provider_id = p.id
            left join base b on b.provider_id = p.id
        ), shared as (
          select c.provider_id, b.place, least(c.net, b.until) - b.since as basis, b.share,
                 round((least(c.net, b.until) - b.since) * b.share, 2) as amount
            from charged c
            join unnest($5, $6, $7) with ordinality as b (since, until, share, place) on c.net > b.since
        ), earned as (
          select provider_id, sum(amount) as share, round(sum(amount) * $8, 2) as bad_debt
            from shared group by provider_id
        ), served as (
          select e.*, round((share - bad_debt) * $9, 2) as fee from earned e
        ), graded as (
          select s.*, share - bad_debt - fee as remaining, 1 - r.factor as cut, r.ids, r.case_numbers
            from served s join rated r on r.id = s.provider_id
        ), line as (
          select provider_id, 0 as kind, place, basis, share as rate, amount,
                 null::uuid as source_id, null as note, null::uuid[] as ids, null::text[] as case_numbers
            from shared
          union all
          select provider_id, 1, 1, share, $8, -bad_debt, null, null, null, null from graded
          union all
          select provider_id, 2, 1, share - bad_debt, $9, -fee, null, null, null, null from graded
          union all
          select provider_id, 3, 1, remaining, cut, -round(remaining * cut, 2), null, null, ids, case_numbers
            from graded where cut > 0
          union all
          select p.id, 4, 1, owed.amount - f.settled, 1, f.settled - owed.amount, f.sanction_id, f.reason, null, null
            from provider p
            join provider_fines f on f.provider_id = p.id and f.currency = p.currency
           cross join lateral (select case when f.lifted_at is null then f.amount else 0 end as amount) owed
           where f.imposed_at is not null and greatest(f.imposed_at, f.lifted_at) < $4 and owed.amount <> f.settled
          union all
          select p.id, 5, 1, owed.amount - owed.settled, 1, owed.settled - owed.amount, r.compensation_id, null,
                 array[f.complaint_id], array[f.case_number]
            from provider p
            join complaint_facts f on f.provider_id = p.id
            join case_refunds r on r.complaint_id = f.complaint_id and r.currency = p.currency
            left join refund_settlements x on (x.compensation_id, x.provider_id) = (r.compensation_id, p.id)
           cross join lateral (
             select case when f.is_upheld and f.responsible = 'provider' and r.taken_back_at is null
                         then r.amount else 0 end as amount,
                    coalesce(x.settled, 0) as settled
           ) owed
           where r.granted_at is not null and owed.amount <> owed.settled
             and case when f.upheld_period >= $2 then f.upheld_period = $2
                      when f.ticket_type = 'complaint' and f.closed_at is null then false
                      else greatest(f.found_at, r.granted_at, r.taken_back_at) < $4 end
          union all
          select f.provider_id, 5, 1, f.extra, 1, -f.extra, f.id,
                 lower(f.ground) || ' ' || f.provider_key || ': ' || f.policy_versions,
                 case when c.complaint_id is null then null else array[c.complaint_id] end,
                 case when c.complaint_id is null then null else array[c.case_number] end
            from provider p
            join charge_refunds f on f.provider_id = p.id and f.currency = p.currency
            left join complaint_facts c on c.complaint_id = f.complaint_id
           where f.status = 'Paid' and f.settled_in is null and f.extra > 0 and f.paid_at < $4
          union all
          -- It paid for a case that is another provider's now.
          select p.id, 5, 1, -x.settled, 1, x.settled, r.compensation_id, null, array[f.complaint_id], array[f.case_number]
            from provider p
            join refund_settlements x on x.provider_id = p.id and x.settled <> 0
            join case_refunds r on r.compensation_id = x.compensation_id
            join complaint_facts f on f.complaint_id = r.complaint_id and f.provider_id is distinct from p.id
           where coalesce(f.found_at, r.granted_at) < $4
          union all
          select p.provider_id, 5, 2, p.amount, k.kept, -round(p.amount * k.kept, 2), s.id, s.number, null, null
            from (select provider_id, reversed_after, sum(amount) as amount from vas_charges
                   where provider_id = any ($1) and reversed_after is not null and taken_back_in is null
                     and reversed_at < $4
                   group by provider_id, reversed_after) p
            join statements s on s.id = p.reversed_after
           cross join lateral (
             select round(sum(l.amount) / sum(l.basis) filter (where l.kind = 'Share'), 6) as kept
               from statement_lines l
              where l.statement_id = s.id and l.kind in ('Share', 'BadDebt', 'ServiceFee', 'ComplaintFactor')
           ) k
          union all
          select s.provider_id, 6, 1, sum(s.carried_forward), 1, sum(s.carried_forward), null, null, null, null
            from statements s
           where s.provider_id = any ($1) and s.status = 'Issued' and s.carried_forward < 0 and s.carried_into is null
           group by s.provider_id
        )
        select r.id, r.number, r.name_zh, r.name_en, r.currency, r.definition, r.complaints, r.subscribers,
               l.kind, l.basis, l.rate, l.amount, l.source_id, l.note, l.ids, l.case_numbers
          from rated r left join line l on l.provider_id = r.id
         order by r.number, l.kind, l.place, l.source_id
        """;

    /// <returns>One draft for each provider, by number.</returns>
    public static async Task<IReadOnlyList<SettlementDraft>> SettleAsync(
        this VasDb db,
        SettlementMonth month,
        IReadOnlyList<Guid> providers,
        PoliciesInForce policies,
        CancellationToken ct
    )
    {
        var zone = policies.Calendar.Zone;
        var start = month.StartsAt(zone);
        var (terms, rates) = (policies.SettlementTermsAt(start), policies.RateTermsAt(start));
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand(Sql, (NpgsqlConnection)db.Database.GetDbConnection());
            object[] values =
            [
                providers.ToArray(),
                month.ToString(),
                start,
                month.EndsAt(zone),
                terms.Shares.Select((_, i) => i == 0 ? 0m : terms.Shares[i - 1].UpTo!.Value).ToArray(),
                terms.Shares.Select(band => band.UpTo).ToArray(),
                terms.Shares.Select(band => band.Provider).ToArray(),
                terms.BadDebt / 100,
                terms.ServiceFee / 100,
                rates.PerSubscribers,
                rates.MinBase,
                rates.MinCount,
                rates.Grades.Select(grade => grade.UpTo).ToArray(),
                rates.Grades.Select(grade => grade.Factor).ToArray(),
            ];
            foreach (var value in values)
            {
                command.Parameters.Add(new() { Value = value });
            }

            return await ReadAsync(command, month, rates, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<IReadOnlyList<SettlementDraft>> ReadAsync(
        NpgsqlCommand command,
        SettlementMonth month,
        RateTerms rates,
        CancellationToken ct
    )
    {
        var drafts = new List<SettlementDraft>();
        var lines = new List<SettlementLine>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            if (drafts.Count == 0 || drafts[^1].ProviderId != row.GetGuid(0))
            {
                lines = [];
                drafts.Add(
                    new(
                        row.GetGuid(0),
                        row.GetString(1),
                        row.GetString(2),
                        row.GetString(3),
                        month.ToString(),
                        row.GetString(4),
                        row.GetString(5),
                        RateResult.Of(row.GetInt32(6), row.GetInt32(7), rates),
                        lines
                    )
                );
            }

            if (!row.IsDBNull(8)) // a provider without a line
            {
                lines.Add(Line(row));
            }
        }

        return drafts;
    }

    private static SettlementLine Line(NpgsqlDataReader row) =>
        new(
            (SettlementLineKind)row.GetInt32(8),
            row.GetDecimal(9),
            row.GetDecimal(10),
            row.GetDecimal(11),
            row.GetFieldValue<Guid?>(12),
            row.IsDBNull(13) ? null : row.GetString(13),
            row.IsDBNull(14)
                ? []
                :
                [
                    .. row.GetFieldValue<Guid[]>(14)
                        .Zip(row.GetFieldValue<string[]>(15), (id, number) => new ComplaintRef(id, number)),
                ]
        );
}
