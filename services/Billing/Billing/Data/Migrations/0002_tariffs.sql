-- What is offered, in versions of the whole catalogue (features.md B1), and what each line is subscribed to (B3).

create table catalogues (
  id             uuid        primary key,
  version        bigint      not null,
  number         integer     not null unique check (number > 0),
  status         text        not null check (status in ('Draft', 'Proposed', 'Published', 'Rejected')),
  effective_from date        not null,
  created_by     text        not null,
  created_at     timestamptz not null,
  proposed_by    text,
  proposed_at    timestamptz,
  decided_by     text,
  decided_at     timestamptz,
  reason         text,
  check (decided_by is null or decided_by <> proposed_by)
);

-- One catalogue per day it takes effect: which one holds on a day is never a question.
create unique index catalogues_published on catalogues (effective_from) where status = 'Published';

create table plan_families (
  id             uuid primary key,
  catalogue_id   uuid not null references catalogues (id),
  code           text not null,
  customer_group text not null check (customer_group in ('Residential', 'Business', 'KeyAccount')),
  name_zh        text not null,
  name_en        text not null,
  unique (catalogue_id, code)
);

-- An offering as one catalogue has it. Its id goes through all catalogues; what it costs is said by each.
create table offerings (
  catalogue_id   uuid    not null references catalogues (id),
  offering_id    uuid    not null,
  family_id      uuid    not null references plan_families (id),
  code           text    not null,
  name_zh        text    not null,
  name_en        text    not null,
  description_zh text    not null,
  description_en text    not null,
  line_kind      text    not null check (line_kind in ('Mobile', 'Fixed', 'Broadband', 'Water')),
  is_promoted    boolean not null,
  price          jsonb   not null,
  primary key (catalogue_id, offering_id),
  unique (catalogue_id, code)
);

-- What the customer said yes to, in the words he was shown; kept for ever.
create table consents (
  id           uuid        primary key,
  account_id   uuid        not null references accounts (id),
  line_id      uuid        not null references lines (id),
  catalogue_id uuid        not null,
  offering_id  uuid        not null,
  channel      text        not null,
  statement    text        not null,
  given_by     text        not null,
  given_at     timestamptz not null,
  foreign key (catalogue_id, offering_id) references offerings
);

-- A line's plan on the terms of the catalogue it was consented to: another price needs another consent.
create table subscriptions (
  id           uuid   primary key,
  version      bigint not null,
  account_id   uuid   not null references accounts (id),
  line_id      uuid   not null references lines (id),
  catalogue_id uuid   not null,
  offering_id  uuid   not null,
  consent_id   uuid   not null unique references consents (id),
  starts_on    date   not null,
  ends_on      date,
  end_reason   text   check (end_reason in ('PlanChanged', 'Withdrawal', 'Arrears')),
  check (ends_on is null or ends_on >= starts_on - 1),
  check ((ends_on is null) = (end_reason is null)),
  foreign key (catalogue_id, offering_id) references offerings
);

create unique index subscriptions_open on subscriptions (line_id) where ends_on is null;
create index subscriptions_of_account on subscriptions (account_id);
create index subscriptions_of_line on subscriptions (line_id, starts_on);
