-- Who listens to which API's events (tmf.md, hub), and as whom he subscribed: what he may hear is decided by what he may
-- see. The secret that signs his deliveries is derived, not stored (docs/adr/0009).

create table hub_subscriptions (
  id         uuid        primary key,
  api        text        not null,
  callback   text        not null,
  query      text,
  subject    text        not null,
  role       text        not null,
  account_id uuid,
  unit       text,
  created_at timestamptz not null
);

create index hub_subscriptions_to_tell on hub_subscriptions (api, account_id);
create index hub_subscriptions_of_subject on hub_subscriptions (subject, created_at desc, id);
