-- Usage as it comes in (features.md B4): every record once for ever, stored with what it added to its month (B5), and
-- whatever could not be taken as an exception list.

create table usage_batches (
  id          uuid        primary key,
  source      text        not null,
  received    integer     not null,
  accepted    integer     not null,
  duplicates  integer     not null,
  rejected    integer     not null,
  received_by text        not null,
  received_at timestamptz not null,
  check (received = accepted + duplicates + rejected)
);

create index usage_batches_newest on usage_batches (received_at desc, id);

-- A source's key counts once, whenever and in whichever month it comes again: so this table goes by hash, not by time.
-- The fingerprint tells the same record from another one under the same key.
create table usage_keys (
  source      text not null,
  source_key  text not null,
  usage_id    uuid not null,
  fingerprint uuid not null,
  primary key (source, source_key)
) partition by hash (source, source_key);

do $$
begin
  for n in 0..7 loop
    execute format('create table usage_keys_%s partition of usage_keys for values with (modulus 8, remainder %s)', n, n);
  end loop;
end
$$;

-- One partition per month of occurred_at (UTC). There is no default partition: a record without a place is an error to be
-- heard of, not one to be found later. The id is a UUIDv7 of occurred_at, so a look-up by id goes to one partition and by
-- the index of times. No foreign keys: the statement that stores has just read what they would check.
create table usage_records (
  id              uuid        not null,
  batch_id        uuid        not null,
  account_id      uuid        not null,
  line_id         uuid        not null,
  subscription_id uuid        not null,
  service_number  text        not null,
  period          text        not null,
  kind            text        not null,
  quantity        numeric     not null,
  included        numeric     not null,
  charge          numeric     not null,
  currency        text        not null,
  source          text        not null,
  source_key      text        not null,
  other_party     text,
  occurred_at     timestamptz not null,
  received_at     timestamptz not null
) partition by range (occurred_at);

create index usage_records_newest on usage_records (occurred_at desc, id);
create index usage_records_of_account on usage_records (account_id, occurred_at desc, id);

-- Made when the first record of a month comes. Attached and not created in place: that lock lets everybody else go on
-- reading and writing. Of two uploads that race the second waits for the first's commit and finds the partition there.
create function ensure_usage_partition(month date) returns void language plpgsql as $$
declare
  place text := 'usage_records_' || to_char(month, 'YYYY_MM');
begin
  if to_regclass(place) is not null then
    return;
  end if;
  lock table only usage_records in share update exclusive mode; -- the lock of attach itself; lets readers and writers be
  if exists (select from pg_class where relname = place) then
    return;
  end if;
  execute format('create table %I (like usage_records)', place);
  execute format(
    'alter table usage_records attach partition %I for values from (%L) to (%L)',
    place,
    month::timestamp at time zone 'UTC',
    (month + interval '1 month') at time zone 'UTC'
  );
end
$$;

-- What was refused and why; the sender corrects it and sends it again under the same key.
create table usage_rejects (
  id             uuid        primary key,
  batch_id       uuid        not null references usage_batches (id),
  source         text        not null,
  position       integer     not null,
  source_key     text,
  service_number text,
  kind           text,
  quantity       numeric,
  occurred_at    timestamptz,
  code           text        not null,
  reason         text        not null,
  rejected_at    timestamptz not null
);

create index usage_rejects_newest on usage_rejects (rejected_at desc, id);
create index usage_rejects_of_batch on usage_rejects (batch_id);
create index usage_rejects_of_source on usage_rejects (source, rejected_at desc, id);
create index usage_rejects_of_code on usage_rejects (code, rejected_at desc, id);

-- TMF635's usageSpecification: what can be used, and in which unit.
create table usage_specifications (
  id          uuid    primary key,
  kind        text    not null unique check (kind in ('Voice', 'Sms', 'Data')),
  name        text    not null,
  description text    not null,
  unit        text    not null
);

insert into usage_specifications (id, kind, name, description, unit) values
  ('0190f000-0000-7000-8000-000000000001', 'Voice', 'voice', '语音通话，按分钟计 / calls, in minutes', 'min'),
  ('0190f000-0000-7000-8000-000000000002', 'Sms', 'sms', '短信，按条计 / short messages, each', 'sms'),
  ('0190f000-0000-7000-8000-000000000003', 'Data', 'data', '流量，按 MB 计 / data, in MB', 'MB');
