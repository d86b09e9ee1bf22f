-- First answers to writes that carried an Idempotency-Key (tmf.md), claimed and completed in the write's own transaction.

create table idempotency_keys (
  subject      text        not null,
  method       text        not null,
  path         text        not null,
  key          text        not null,
  body_hash    text        not null,
  claimed_at   timestamptz not null,
  -- Null only inside the transaction that claims the key: nobody else ever reads it so.
  status       integer,
  headers      jsonb,
  body         bytea,
  primary key (subject, method, path, key)
);

create index idempotency_keys_by_age on idempotency_keys (claimed_at);
