-- Bill runs and bills (features.md B7).

create table bill_runs (
  id           uuid        primary key,
  version      bigint      not null,
  period       text        not null unique check (period ~ '^[0-9]{4}-[0-9]{2}$'),
  status       text        not null check (status in ('Running', 'Finished')),
  bill_date    date        not null,
  due_on       date        not null,
  first_number bigint      not null,
  accounts     integer     not null,
  requested_by text        not null,
  requested_at timestamptz not null,
  started_at   timestamptz not null,
  finished_at  timestamptz,
  traceparent  text
);

create table bills (
  id          uuid           primary key,
  version     bigint         not null,
  number      text           not null unique,
  run_id      uuid           not null references bill_runs (id),
  account_id  uuid           not null references accounts (id),
  period      text           not null,
  bill_date   date           not null,
  due_on      date           not null,
  currency    text           not null,
  amount_due  numeric(19, 2) not null,
  own_charges numeric(19, 2) not null,
  status      text           not null check (status in ('New', 'OnHold', 'Validated', 'Sent', 'PartiallyPaid', 'Settled')),
  issued_at   timestamptz    not null,
  settled_at  timestamptz,
  reversed_at timestamptz,
  unique (account_id, period)
);

create index bills_newest on bills (issued_at desc, id);
create index bills_newest_of_status on bills (status, issued_at desc, id);
create index bills_open on bills (account_id, due_on) where status in ('Sent', 'PartiallyPaid');
create index bills_due on bills (due_on) where status in ('Sent', 'PartiallyPaid');

-- A line of a bill: what was charged, and how much of it is paid. A payment settles the oldest bill first, its lines in
-- order; a disputed line is left out of arrears until the dispute is decided.
create table bill_lines (
  bill_id         uuid           not null references bills (id),
  seq             integer        not null,
  kind            text           not null check (kind in ('Recurring', 'OneOff', 'Usage', 'Adjustment', 'ThirdParty')),
  line_id         uuid           references lines (id),
  subscription_id uuid           references subscriptions (id),
  usage_kind      text,
  period          text           not null,
  name_zh         text           not null,
  name_en         text           not null,
  quantity        numeric,
  included        numeric,
  unit            text,
  amount          numeric(19, 2) not null,
  settled         numeric(19, 2) not null default 0,
  is_disputed     boolean        not null default false,
  primary key (bill_id, seq)
);

create index bill_lines_of_line on bill_lines (line_id) where settled < amount;
