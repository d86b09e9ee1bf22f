-- A bill that was taken back is billed again, once, by a run of its own (features.md B7, B15).

alter table bill_runs add column replaces_bill_id uuid unique references bills (id);
alter table bill_runs drop constraint bill_runs_period_key;
create unique index bill_runs_of_months on bill_runs (period) where replaces_bill_id is null;

-- Of a month at most one bill stands; an account's bills are still found by the same index.
alter table bills drop constraint bills_account_id_period_key;
alter table bills add constraint bills_standing unique nulls not distinct (account_id, period, reversed_at);
