-- How a bill run is handed out, and how a bill is taken back (features.md B7, B15).

-- Numbers without a gap: the row is locked by the run that plans, so a number is taken only when its run stands.
create table bill_number_series (
  year        integer primary key,
  last_number bigint  not null check (last_number >= 0)
);

-- The accounts still to be billed; a portion takes its rows away with its commit.
create table bill_run_accounts (
  run_id     uuid    not null references bill_runs (id) deferrable initially deferred,
  place      integer not null check (place >= 0),
  portion    integer not null,
  account_id uuid    not null references accounts (id),
  primary key (run_id, portion, place),
  unique (run_id, account_id)
);

create table bill_run_portions (
  run_id   uuid    not null references bill_runs (id) deferrable initially deferred,
  portion  integer not null,
  accounts integer not null check (accounts > 0),
  done_at  timestamptz,
  primary key (run_id, portion)
);

create index bill_run_portions_to_do on bill_run_portions (run_id, portion) where done_at is null;

create table bill_reversals (
  id           uuid        primary key,
  version      bigint      not null,
  bill_id      uuid        not null references bills (id),
  status       text        not null check (status in ('Requested', 'Approved', 'Rejected')),
  reason       text        not null,
  requested_by text        not null,
  requested_at timestamptz not null,
  decided_by   text,
  decided_at   timestamptz,
  check (status <> 'Approved' or decided_by <> requested_by)
);

create unique index bill_reversals_standing on bill_reversals (bill_id) where status <> 'Rejected';
create index bill_reversals_newest on bill_reversals (requested_at desc, id);

-- What finance looks for in the books.
create index ledger_entries_of_business_key on ledger_entries (business_key);
create index ledger_entries_newest on ledger_entries (booked_at desc, id);
create index ledger_postings_of_ledger_account on ledger_postings (ledger_account);
