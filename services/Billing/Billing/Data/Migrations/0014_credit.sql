-- Credit control per line (features.md B10): where each line stands, what the switch was told, what was said of arrears.

-- A line without a row is active and always was.
create table line_standings (
  line_id        uuid        primary key references lines (id),
  version        bigint      not null,
  account_id     uuid        not null references accounts (id),
  service_number text        not null,
  line_kind      text        not null check (line_kind in ('Mobile', 'Fixed', 'Broadband', 'Water')),
  status         text        not null check (status in
    ('Active', 'SuspensionOrdered', 'Suspended', 'RestoreOrdered', 'Terminated')),
  suspended_at   timestamptz,
  guarantee_id   uuid,
  terminated_at  timestamptz,
  check (status not in ('Suspended', 'RestoreOrdered') or suspended_at is not null),
  check ((status = 'RestoreOrdered') = (guarantee_id is not null)),
  check ((status = 'Terminated') = (terminated_at is not null))
);

create index line_standings_of_account on line_standings (account_id);
create index line_standings_suspended on line_standings (suspended_at) where status = 'Suspended';

-- What the switch is told. due_at, ordered_at and confirmed_at are system time: an order is technical work. While a
-- worker has it, due_at is the end of his lease. A later order of a line has a higher sequence.
create table line_orders (
  id             uuid        primary key,
  line_id        uuid        not null references lines (id),
  sequence       bigint      not null,
  service_number text        not null,
  state          text        not null check (state in ('Open', 'AllButEmergency', 'Ceased')),
  status         text        not null check (status in ('Waiting', 'Confirmed', 'Withdrawn')),
  lane           text        not null check (lane in ('Restore', 'Bar', 'Again')),
  attempts       integer     not null,
  due_at         timestamptz not null,
  last_error     text,
  ordered_at     timestamptz not null,
  confirmed_at   timestamptz,
  traceparent    text,
  unique (line_id, sequence)
);

create unique index line_orders_one_waiting on line_orders (line_id) where status = 'Waiting';
create index line_orders_due on line_orders (lane, due_at) where status = 'Waiting';

-- One walk a local day over the bills that are due, in pages that all replicas share: how far it got.
create table dunning_days (
  kind        text        not null check (kind in ('Reminders', 'Suspensions')),
  day         date        not null,
  after_due   date        not null default '-infinity',
  after_bill  uuid        not null default '00000000-0000-0000-0000-000000000000',
  finished_at timestamptz,
  primary key (kind, day)
);

-- Which step of the ladder was said of a bill: each at most once, for ever.
create table arrears_reminders (
  bill_id       uuid        not null references bills (id),
  days_from_due integer     not null,
  account_id    uuid        not null references accounts (id),
  said_at       timestamptz not null,
  primary key (bill_id, days_from_due)
);

-- The walk goes by (due_on, id); 0005's index on due_on alone would sort a day's million bills for every page.
create index bills_dunned on bills (due_on, id) where status in ('Sent', 'PartiallyPaid') and reversed_at is null;
