-- Deliveries to partners and what came of each attempt (features.md N9, first form).

create table deliveries (
  id              uuid        primary key, -- the owner's: one request, one delivery
  version         bigint      not null,
  subscription_id uuid        not null,
  owner           text        not null,
  url             text        not null,
  endpoint        text        not null,    -- host:port, whose slots the delivery takes
  event_type      text        not null,
  content_type    text        not null,
  body            text        not null,
  status          text        not null check (status in ('Waiting', 'Sending', 'Delivered', 'Failed', 'Gone')),
  status_reason   text,
  attempts        integer     not null,
  failures        integer     not null,
  requested_at    timestamptz not null,
  due_at          timestamptz not null,
  claimed_until   timestamptz,
  delivered_at    timestamptz,
  traceparent     text
);

create index deliveries_newest on deliveries (requested_at desc, id);
create index deliveries_of_subscription on deliveries (subscription_id, requested_at desc, id);
create index deliveries_by_status on deliveries (status, requested_at desc, id);
create index deliveries_to_send on deliveries (endpoint, due_at) where status = 'Waiting';
create index deliveries_under_way on deliveries (claimed_until) where status = 'Sending';

create table delivery_attempts (
  delivery_id uuid        not null references deliveries (id),
  number      integer     not null,
  at          timestamptz not null,
  status_code integer,
  error       text,
  duration_ms integer     not null,
  primary key (delivery_id, number)
);
