-- A month's statements by hand, the limit that `./bench settlement` stands beside: the same bands, percentages, grades and
-- owed sums, each line rounded once (numeric rounds half away from zero), as one statement that reads each charge once.
-- Runs with search_path bench, public: what it writes are copies with the indexes, checks and foreign keys of ours
-- (MonthInHand.cs). bench.month says which month. It knows what the benchmark needs and no more: the shipped policies, one
-- currency, no redraft, nothing carried in; and it tells nobody, where ours writes an event per deduction.
with bands (since, until, share, place) as (
  values (0::numeric, 100000::numeric, 0.5::numeric, 1), (100000, 300000, 0.6, 2), (300000, 600000, 0.7, 3),
         (600000, 1000000, 0.8, 4), (1000000, null, 0.9, 5)
), charged as (
  select c.provider_id, sum(c.amount) as net
    from month m join vas_charges c on c.month = m.period and c.status = 'Posted'
   group by c.provider_id
), base as (
  select s.provider_id, count(*)::integer as subscribers
    from month m join vas_subscriptions s on s.confirmed_at < m.starts_at and (s.ended_at is null or s.ended_at >= m.starts_at)
   group by s.provider_id
), counted as (
  select f.provider_id, count(*)::integer as complaints, array_agg(f.complaint_id order by f.case_number collate "C") as ids,
         array_agg(f.case_number order by f.case_number collate "C") as case_numbers
    from month m join complaint_facts f on f.upheld_period = m.period
   group by f.provider_id
), rated as materialized (
  select p.*, coalesce(c.complaints, 0) as complaints, coalesce(b.subscribers, 0) as subscribers, c.ids, c.case_numbers,
         case when c.complaints >= 5 and b.subscribers >= 100 then
           case when c.complaints * 10000 <= 2 * b.subscribers then 1.0
                when c.complaints * 10000 <= 5 * b.subscribers then 0.9
                when c.complaints * 10000 <= 10 * b.subscribers then 0.7
                else 0.5 end
         else 1.0 end as factor
    from providers p
    left join counted c on c.provider_id = p.id
    left join base b on b.provider_id = p.id
   where p.status not in ('Applied', 'Rejected')
), shared as materialized (
  select c.provider_id, b.place, least(c.net, b.until) - b.since as basis, b.share,
         round((least(c.net, b.until) - b.since) * b.share, 2) as amount
    from charged c join bands b on c.net > b.since
), served as (
  select *, round((share - bad_debt) * 0.10, 2) as fee
    from (select provider_id, sum(amount) as share, round(sum(amount) * 0.08, 2) as bad_debt from shared group by provider_id) e
), line as materialized (
  select provider_id, 'Share' as kind, 0 as rank, place, basis, share as rate, amount,
         null::uuid as source_id, null as note, '{}'::uuid[] as ids, '{}'::text[] as case_numbers
    from shared
  union all
  select provider_id, 'BadDebt', 1, 1, share, 0.08, -bad_debt, null, null, '{}', '{}' from served
  union all
  select provider_id, 'ServiceFee', 2, 1, share - bad_debt, 0.10, -fee, null, null, '{}', '{}' from served
  union all
  select s.provider_id, 'ComplaintFactor', 3, 1, share - bad_debt - fee, 1 - r.factor,
         -round((share - bad_debt - fee) * (1 - r.factor), 2), null, null, r.ids, r.case_numbers
    from served s join rated r on r.id = s.provider_id where r.factor < 1
  union all
  select f.provider_id, 'ClawBack', 5, 1, r.amount, 1, -r.amount, r.compensation_id, null, array[f.complaint_id], array[f.case_number]
    from month m
    join complaint_facts f on f.is_upheld and f.responsible = 'provider'
    join case_refunds r on r.complaint_id = f.complaint_id and r.taken_back_at is null
     and not exists (select from refund_settlements x where x.compensation_id = r.compensation_id)
     and greatest(f.found_at, r.granted_at) < m.ends_at
), statement as (
  insert into statements (id, version, number, provider_id, provider_number, provider_name_zh, provider_name_en, period,
                          currency, status, definition, complaints, subscribers, rate, factor, payable, carried_forward,
                          policy_versions, drafted_by, drafted_at, objections_until, needs_draft)
  select gen_random_uuid(), 1, format('S-%s-%s', replace(m.period, '-', ''), r.number), r.id, r.number, r.name_zh, r.name_en,
         m.period, r.currency, 'Drafted', r.definition, r.complaints, r.subscribers,
         case when r.complaints >= 5 and r.subscribers >= 100 then round(r.complaints * 10000.0 / r.subscribers, 4) end, r.factor,
         greatest(coalesce(t.total, 0), 0), least(coalesce(t.total, 0), 0), 'bench', 'bench', now(), now() + interval '5 days', false
    from month m
   cross join rated r
    left join (select provider_id, sum(amount) as total from line group by provider_id) t on t.provider_id = r.id
  returning id, provider_id
)
insert into statement_lines (id, statement_id, seq, kind, basis, rate, amount, source_id, note, complaint_ids, case_numbers)
select gen_random_uuid(), s.id, row_number() over (partition by s.id order by l.rank, l.place, l.source_id), l.kind, l.basis,
       l.rate, l.amount, l.source_id, l.note, l.ids, l.case_numbers
  from statement s join line l using (provider_id)
