-- What every service needs to say a fact and to hear one (design.md, Data). Names are fixed: the relay and the
-- inbox address them in SQL.

create table outbox (
  position          bigint generated always as identity primary key,
  message_id        uuid        not null unique,
  event_type        text        not null,
  body              jsonb       not null,
  aggregate_id      uuid        not null,
  aggregate_version bigint      not null,
  traceparent       text,
  recorded_at       timestamptz not null,
  -- Poison: the relay could not even read it. Parked rows stay until somebody looks; the others pass by.
  parked_at         timestamptz,
  parked_reason     text
);

create index outbox_to_relay on outbox (position) where parked_at is null;

create table inbox (
  message_id  uuid        not null,
  consumer    text        not null,
  received_at timestamptz not null,
  primary key (message_id, consumer)
);
