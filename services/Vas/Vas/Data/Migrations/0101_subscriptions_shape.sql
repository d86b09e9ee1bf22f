-- TEMPORARY, deleted at the merge with the Subscriptions area, whose tables these stand for (see 0001_providers_shape.sql).

create table shape.vas_subscriptions (
  id             uuid           primary key,
  version        bigint         not null default 1,
  service_id     uuid           not null,
  provider_id    uuid           not null,
  account_id     uuid           not null,
  line_id        uuid           not null,
  service_number text           not null,
  status         text           not null,
  price          numeric(19, 2) not null,
  currency       text           not null,
  period         text           not null,
  requested_at   timestamptz    not null,
  confirmed_at   timestamptz,
  ended_at       timestamptz
);

create table shape.vas_charges (
  id              uuid           primary key,
  provider_id     uuid           not null,
  service_id      uuid           not null,
  subscription_id uuid           not null,
  account_id      uuid           not null,
  line_id         uuid           not null,
  provider_key    text           not null,
  amount          numeric(19, 2) not null,
  currency        text           not null,
  charged_at      timestamptz    not null,
  month           text           not null,
  status          text           not null
);

create index vas_charges_of_month on shape.vas_charges (month, provider_id) include (amount) where status = 'Posted';

create view vas_subscriptions as select * from shape.vas_subscriptions;
create view vas_charges as select * from shape.vas_charges;
