-- Double-entry ledger (features.md B15): every entry sums to zero, nothing is ever changed, a correction reverses.

create table ledger_entries (
  id           uuid        primary key,
  kind         text        not null,
  business_key text        not null,
  booked_at    timestamptz not null,
  narrative    text        not null,
  reverses_id  uuid        unique references ledger_entries (id),
  unique (kind, business_key)
);

-- A debit is above zero, a credit below.
create table ledger_postings (
  entry_id       uuid           not null references ledger_entries (id),
  seq            smallint       not null,
  ledger_account text           not null check (ledger_account ~ '^[0-9]{4}$'),
  account_id     uuid           references accounts (id),
  amount         numeric(19, 2) not null check (amount <> 0),
  currency       text           not null check (currency ~ '^[A-Z]{3}$'),
  primary key (entry_id, seq)
);

create index ledger_postings_of_account on ledger_postings (account_id, ledger_account);

create function refuse_change_of_ledger() returns trigger language plpgsql as $$
begin
  raise exception 'The ledger only grows: reverse the entry instead.';
end
$$;

create trigger ledger_entries_only_grow before update or delete or truncate on ledger_entries
  execute function refuse_change_of_ledger();
create trigger ledger_postings_only_grow before update or delete or truncate on ledger_postings
  execute function refuse_change_of_ledger();

-- At commit, so that postings may come in any order and by any statement; also for our own code.
create function refuse_unbalanced_entry() returns trigger language plpgsql as $$
begin
  if exists (select 1 from ledger_postings where entry_id = new.entry_id group by currency having sum(amount) <> 0) then
    raise exception 'Ledger entry % does not sum to zero.', new.entry_id using errcode = 'check_violation';
  end if;
  return null;
end
$$;

create constraint trigger ledger_postings_sum_to_zero after insert on ledger_postings
  deferrable initially deferred for each row execute function refuse_unbalanced_entry();
