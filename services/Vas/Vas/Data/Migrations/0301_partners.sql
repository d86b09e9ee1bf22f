-- What each provider is told (features.md V10): its feed, its own endpoints, its queue.

-- The last number of a provider's feed; whoever adds to the feed holds the row, so there is no gap and no second order.
create table partner_heads (
  provider_id   uuid   primary key,
  last_sequence bigint not null
);

create table partner_events (
  provider_id uuid        not null,
  sequence    bigint      not null,
  event_id    uuid        not null unique, -- the id of the fact's message: a second copy adds nothing
  type        text        not null,
  body        text        not null,        -- CloudEvents 1.0, at most 20 kB, told byte for byte
  created_at  timestamptz not null,
  traceparent text,
  primary key (provider_id, sequence)
);

create index partner_events_by_age on partner_events (created_at);

create table partner_endpoints (
  id            uuid        primary key, -- also the subscription's id at Notifications
  version       bigint      not null,
  provider_id   uuid        not null,
  url           text        not null,
  types         text[]      not null,    -- empty: all
  status        text        not null check (status in ('Active', 'Disabled', 'Gone')),
  status_reason text,
  generation    integer     not null,    -- of its secret; the secret itself stands nowhere
  overlap_until timestamptz,             -- till then the generation before signs, too
  created_at    timestamptz not null
);

create index partner_endpoints_of_provider on partner_endpoints (provider_id, created_at desc, id);

create table partner_queues (
  provider_id        uuid        primary key,
  version            bigint      not null,
  published_sequence bigint      not null, -- the last event that the broker confirmed
  retry_at           timestamptz,          -- after trouble the others go on meanwhile
  created_at         timestamptz not null
);
