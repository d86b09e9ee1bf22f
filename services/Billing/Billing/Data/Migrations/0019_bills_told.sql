-- A run's bills are told of once all of them stand, portion by portion (features.md B7, ADR 16). The rows of
-- bill_run_accounts stay until then.
alter table bill_run_portions add column told_at timestamptz check (told_at is null or done_at is not null);

-- Until now they were told of in the commit that made them.
update bill_run_portions set told_at = done_at;

create index bill_run_portions_to_tell on bill_run_portions (run_id, portion) where done_at is not null and told_at is null;
