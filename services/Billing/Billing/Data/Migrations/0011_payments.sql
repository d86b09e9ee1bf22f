-- Payments and hosted checkouts (features.md B9).

create table payments (
  id              uuid           primary key,
  version         bigint         not null,
  account_id      uuid           not null references accounts (id),
  channel         text           not null,
  correlator      text           not null,
  method          text           not null check (method in ('Cash', 'Checkout')),
  amount          numeric(19, 2) not null check (amount > 0),
  currency        text           not null,
  left_as_balance numeric(19, 2) not null check (left_as_balance between 0 and amount),
  checkout_id     uuid,
  taken_by        text           not null,
  received_at     timestamptz    not null,
  unique (correlator, channel) -- for ever: a correlator never stands for two payments
);

create index payments_newest on payments (received_at desc, id);
create index payments_of_account on payments (account_id, received_at desc, id);

create table payment_items (
  payment_id uuid           not null references payments (id),
  seq        smallint       not null,
  bill_id    uuid           not null references bills (id),
  amount     numeric(19, 2) not null check (amount > 0),
  primary key (payment_id, seq)
);

create index payment_items_of_bill on payment_items (bill_id);

create table checkouts (
  id          uuid           primary key,
  version     bigint         not null,
  account_id  uuid           not null references accounts (id),
  bill_id     uuid           references bills (id),
  amount      numeric(19, 2) not null check (amount > 0),
  currency    text           not null,
  session_id  text           not null unique,
  url         text           not null,
  status      text           not null check (status in ('Open', 'Failed', 'Paid')),
  started_by  text           not null,
  started_at  timestamptz    not null,
  paid_at     timestamptz,
  next_ask_at timestamptz,
  ask_until   timestamptz    not null,
  asked       integer        not null,
  traceparent text
);

create index checkouts_to_ask_about on checkouts (next_ask_at) where next_ask_at is not null;

alter table payments add foreign key (checkout_id) references checkouts (id);

-- What finance looks at. The same again only counts up, so nobody fills the table by repeating himself.
create table payment_incidents (
  id       uuid        primary key,
  kind     text        not null check (kind in ('CorrelatorReused', 'AmountMismatch', 'ForgedNotification')),
  about    text        not null,
  facts    text        not null,
  times    integer     not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  unique (about, kind, facts)
);

create index payment_incidents_newest on payment_incidents (last_at desc, id);
