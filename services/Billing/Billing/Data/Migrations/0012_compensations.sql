-- Pay-first compensation (features.md B12).

create table compensations (
  id             uuid           primary key,
  version        bigint         not null,
  account_id     uuid           not null references accounts (id),
  complaint_id   uuid           not null,
  case_number    text           not null,
  key            text           not null,
  amount         numeric(19, 2) not null check (amount > 0),
  currency       text           not null,
  reason         text           not null,
  status         text           not null check (status in ('Requested', 'Granted', 'Rejected', 'ClawedBack')),
  requested_by   text           not null,
  requested_at   timestamptz    not null,
  decided_by     text,
  decided_at     timestamptz,
  granted_on     date,
  rejected_for   text,
  finding        text,
  clawed_back_by text,
  clawed_back_at timestamptz,
  due_again      numeric(19, 2) not null check (due_again between 0 and amount),
  unique (complaint_id, key), -- for ever
  check (clawed_back_by is null or clawed_back_by <> decided_by)
);

create index compensations_newest on compensations (requested_at desc, id);
create index compensations_of_account on compensations (account_id, requested_at desc, id);
create index compensations_waiting on compensations (requested_at desc, id) where status = 'Requested';
create index compensations_of_granter on compensations (decided_by, granted_on) where granted_on is not null;
create index compensations_of_customers_day on compensations (account_id, granted_on) where granted_on is not null;
create index compensations_due_again on compensations (account_id) where due_again > 0;
