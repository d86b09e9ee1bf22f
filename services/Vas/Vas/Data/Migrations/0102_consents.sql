-- Consents, a chain per provider (features.md V3): gapless, each record's hash over the one before. Personal data is in it as
-- a salted digest only; without the salt, which has a row of its own and can be erased, nobody can tell whose it was.

create table consent_heads (
  provider_id uuid   primary key,
  sequence    bigint not null check (sequence >= 0),
  hash        bytea  not null
);

create table consent_records (
  provider_id     uuid        not null,
  sequence        bigint      not null check (sequence > 0),
  subscription_id uuid        not null unique references vas_subscriptions (id),
  canonical       text        not null,
  previous_hash   bytea       not null,
  hash            bytea       not null,
  confirmed_at    timestamptz not null,
  primary key (provider_id, sequence)
);

create table consent_salts (
  provider_id uuid   not null,
  sequence    bigint not null,
  salt        bytea  not null,
  primary key (provider_id, sequence),
  foreign key (provider_id, sequence) references consent_records (provider_id, sequence)
);

create table consent_signatures (
  provider_id uuid        not null,
  day         date        not null,
  sequence    bigint      not null,
  hash        bytea       not null,
  key_id      text        not null,
  signature   bytea       not null,
  signed_at   timestamptz not null,
  primary key (provider_id, day)
);

create function refuse_change_of_consent() returns trigger language plpgsql as $$
begin
  raise exception 'Consents only grow.';
end
$$;

create trigger consent_records_only_grow before update or delete or truncate on consent_records
  execute function refuse_change_of_consent();
create trigger consent_signatures_only_grow before update or delete or truncate on consent_signatures
  execute function refuse_change_of_consent();
