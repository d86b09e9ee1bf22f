-- A month's bills by hand, the limit that `./bench bills` stands beside: fees by days in force, usage beyond the allowance
-- by graduated tiers, each line rounded once (numeric rounds half away from zero), with bill, entry and postings, and the
-- usage marked as billed. One statement, so every price is taken apart once and every line is made once.
-- Runs with search_path bench, public: what it writes are copies with the indexes, checks, foreign keys and the zero-sum
-- trigger of ours (BillsInSql.cs). bench.month says which month. It knows what the benchmark needs and no more: one
-- currency, no late usage of earlier months, no volume prices, no charges of third parties (the benchmark posts none); and
-- like the run itself it tells nobody, which is begun when all bills stand.
with tiers as materialized (
  select o.catalogue_id, o.offering_id, initcap(p.kind) as kind, p.allowance, t.up_to, t.unit_price,
         coalesce(lag(t.up_to) over (partition by o.catalogue_id, o.offering_id, p.kind order by t.place), 0) as starts
    from offerings o
   cross join lateral jsonb_to_recordset(o.price -> 'usage') as p (kind text, allowance numeric, tiers jsonb)
   cross join lateral (select (tier ->> 'upTo')::numeric as up_to, (tier ->> 'unitPrice')::numeric as unit_price, place
                         from jsonb_array_elements(p.tiers) with ordinality as e (tier, place)) t
), prices as materialized (
  select catalogue_id, offering_id, name_zh, name_en, (price ->> 'monthlyFee')::numeric as monthly_fee,
         (price ->> 'oneOffFee')::numeric as one_off_fee, price ->> 'currency' as currency
    from offerings
), used as (
  select u.subscription_id, u.kind, u.quantity, t.allowance,
         round(coalesce(sum(t.unit_price * greatest(
           0, least(u.quantity - t.allowance, coalesce(t.up_to, u.quantity)) - t.starts)), 0), 2) as amount
    from bench.month m
    join usage_totals u on u.period = m.period and u.quantity <> u.billed_quantity
    join subscriptions s on s.id = u.subscription_id
    left join tiers t on (t.catalogue_id, t.offering_id, t.kind) = (s.catalogue_id, s.offering_id, u.kind)
   group by u.subscription_id, u.period, u.kind, u.quantity, t.allowance
), in_force as (
  select s.*, p.name_zh, p.name_en, p.monthly_fee, p.one_off_fee, p.currency, m.first_day,
         m.last_day - m.first_day + 1 as month_days,
         least(coalesce(s.ends_on, m.last_day), m.last_day) - greatest(s.starts_on, m.first_day) + 1 as days
    from bench.month m cross join subscriptions s join prices p using (catalogue_id, offering_id)
), charges as materialized (
  select account_id, line_id, id as subscription_id, currency, 'Recurring' as kind, null as usage_kind, name_zh, name_en,
         days::numeric as quantity, month_days::numeric as included, 'day' as unit,
         round(monthly_fee * days / month_days, 2) as amount, starts_on, 1 as place
    from in_force where days > 0
  union all
  select account_id, line_id, id, currency, 'OneOff', null, name_zh, name_en, null, null, null, round(one_off_fee, 2),
         starts_on, 2
    from in_force where days > 0 and one_off_fee <> 0 and starts_on >= first_day
  union all
  select s.account_id, s.line_id, s.id, s.currency, 'Usage', u.kind, s.name_zh, s.name_en, u.quantity, u.allowance,
         case u.kind when 'Voice' then 'min' when 'Sms' then 'msg' else 'MB' end, u.amount, s.starts_on,
         2 + array_position(array['Voice', 'Sms', 'Data'], u.kind)
    from in_force s join used u on u.subscription_id = s.id
), sums as materialized (
  select account_id, gen_random_uuid() as bill_id, gen_random_uuid() as entry_id,
         format('B-%s-%s', m.year, lpad((row_number() over (order by a.number collate "C"))::text, 8, '0')) as number,
         currency, due, recurring, one_off, usage, m.run_id, m.period, m.bill_date, m.due_on
    from (select account_id, currency, sum(amount) as due,
                 sum(amount) filter (where kind = 'Recurring') as recurring,
                 sum(amount) filter (where kind = 'OneOff') as one_off,
                 sum(amount) filter (where kind = 'Usage') as usage
            from charges group by account_id, currency) c
    join accounts a on a.id = c.account_id
   cross join bench.month m
), the_bills as (
  insert into bench.bills (id, version, number, run_id, account_id, period, bill_date, due_on, currency, amount_due,
                           own_charges, status, issued_at, settled_at)
  select bill_id, 1, number, run_id, account_id, period, bill_date, due_on, currency, due, due,
         case when due > 0 then 'Sent' else 'Settled' end, now(), case when due <= 0 then now() end
    from sums
), the_lines as (
  insert into bench.bill_lines (bill_id, seq, kind, line_id, subscription_id, usage_kind, period, name_zh, name_en,
                                quantity, included, unit, amount, settled)
  select s.bill_id,
         row_number() over (partition by s.bill_id order by c.line_id, c.starts_on, c.subscription_id, c.place),
         c.kind, c.line_id, c.subscription_id, c.usage_kind, s.period, c.name_zh, c.name_en, c.quantity, c.included,
         c.unit, c.amount, 0
    from sums s join charges c on c.account_id = s.account_id
), the_entries as (
  insert into bench.ledger_entries (id, kind, business_key, booked_at, narrative)
  select entry_id, 'Bill', number, now(), format('Bill for %s', period) from sums
), the_postings as (
  insert into bench.ledger_postings (entry_id, seq, ledger_account, account_id, amount, currency)
  select s.entry_id, row_number() over (partition by s.entry_id order by p.ledger_account), p.ledger_account, p.account_id,
         p.amount, s.currency
    from sums s
   cross join lateral (values ('1122', s.account_id, s.due), ('6001', null, -s.recurring), ('6002', null, -s.one_off),
                              ('6003', null, -s.usage)) p (ledger_account, account_id, amount)
   where p.amount <> 0
)
update bench.usage_totals u set billed_quantity = u.quantity
  from charges c, bench.month m
 where (u.subscription_id, u.period, u.kind) = (c.subscription_id, m.period, c.usage_kind);
