-- Why Billing refused a charge for good: the same request gets the same answer, whatever else its key was tried with. And
-- how long a call was: its first seconds are free (features.md V5).
alter table vas_charges
  add refusal_code text,
  add call_seconds integer check (call_seconds >= 0);

update vas_charges c
   set refusal_code = coalesce((select r.code from charge_refusals r
                                 where r.provider_id = c.provider_id and r.provider_key = c.provider_key
                                   and r.service_id = c.service_id and r.amount = c.amount and r.refused_at >= c.charged_at
                                 order by r.refused_at
                                 limit 1),
                               'charge.not-posted')
 where c.status = 'Refused';
