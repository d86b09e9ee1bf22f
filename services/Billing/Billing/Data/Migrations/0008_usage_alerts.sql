-- What usage alerts need to be said once (features.md B10, B14).

-- Shares of an allowance that were said to be reached.
create table usage_thresholds (
  subscription_id uuid        not null references subscriptions (id),
  period          text        not null,
  kind            text        not null,
  percent         integer     not null check (percent between 1 and 100),
  reached_at      timestamptz not null,
  primary key (subscription_id, period, kind, percent)
);

-- An account's usage charges of a month, exact: the sum of what its records added. Bill shock compares them with the
-- months before; shock_suspected_at says that it was said.
create table usage_charges (
  account_id         uuid        not null references accounts (id),
  period             text        not null check (period ~ '^[0-9]{4}-[0-9]{2}$'),
  currency           text        not null check (currency ~ '^[A-Z]{3}$'),
  charge             numeric     not null,
  shock_suspected_at timestamptz,
  primary key (account_id, period, currency)
);
