-- Who is billed and how they are reached (features.md B3, first form).

create table accounts (
  id               uuid        primary key,
  version          bigint      not null,
  number           text        not null unique,
  customer_name    text        not null,
  customer_group   text        not null check (customer_group in ('Residential', 'Business', 'KeyAccount')),
  contact_phone    text,
  contact_email    text,
  contact_language text        not null check (contact_language in ('zh', 'en')),
  opened_at        timestamptz not null
);

create index accounts_newest on accounts (opened_at desc, id);

create table lines (
  id             uuid primary key,
  account_id     uuid not null references accounts (id),
  service_number text not null unique,
  kind           text not null check (kind in ('Mobile', 'Fixed', 'Broadband', 'Water'))
);

create index lines_of_account on lines (account_id);
