-- What providers charged, and what they tried to (features.md V5). A charge is committed as Pending before Billing is asked
-- to post it, so that no crash leaves a posting that nobody here knows of.

create table vas_charges (
  id              uuid           primary key,
  version         bigint         not null default 1,
  provider_id     uuid           not null,
  service_id      uuid           not null,
  subscription_id uuid           not null,
  account_id      uuid           not null,
  line_id         uuid           not null,
  service_number  text           not null default '',
  provider_key    text           not null,
  amount          numeric(19, 2) not null check (amount > 0),
  currency        text           not null,
  occurred_at     timestamptz,
  charged_at      timestamptz    not null,
  month           text           not null,
  charged_for     text,
  status          text           not null check (status in ('Pending', 'Posted', 'Reversed', 'Refused')),
  posted_at       timestamptz,
  entry_id        text,
  due_at          timestamptz,
  traceparent     text,
  unique (provider_id, provider_key)
);

-- One charge per period; what Billing refused was none.
create unique index vas_charges_once_per_period on vas_charges (subscription_id, charged_for) where status <> 'Refused';
create index vas_charges_pending on vas_charges (due_at) where status = 'Pending';
create index vas_charges_newest on vas_charges (charged_at desc, id);
create index vas_charges_of_provider on vas_charges (provider_id, month, service_id);
create index vas_charges_of_account on vas_charges (account_id, charged_at desc, id);

create table charge_refusals (
  id           uuid           primary key,
  provider_id  uuid           not null,
  service_id   uuid,
  provider_key text           not null,
  amount       numeric(19, 2) not null,
  code         text           not null,
  refused_at   timestamptz    not null
);

create index charge_refusals_of_provider on charge_refusals (provider_id, refused_at desc, id);
create index charge_refusals_newest on charge_refusals (refused_at desc, id);
