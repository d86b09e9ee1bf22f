-- Service providers, their services, sanctions and the blacklist (features.md V1, V2, V9, V12).

create sequence provider_number;

create table providers (
  id              uuid        primary key,
  version         bigint      not null,
  number          text        not null unique,
  name_zh         text        not null,
  name_en         text        not null,
  licence         text,
  contract_number text,
  hotline         text,
  contacts        jsonb       not null,
  definition      text        not null check (definition in ('upheld-v1', 'all-v1')),
  currency        text        not null,
  status          text        not null check (status in ('Applied', 'Active', 'SalesSuspended', 'Exited', 'Rejected')),
  sales_suspended boolean     not null,
  score           integer     not null check (score >= 0),
  service_count   integer     not null check (service_count >= 0),
  applied_by      text        not null,
  applied_at      timestamptz not null,
  decided_by      text        check (decided_by <> applied_by or status = 'Rejected'), -- two persons, here too
  decided_at      timestamptz,
  rejected_for    text,
  exited_at       timestamptz,
  last_update     timestamptz not null,
  check (sales_suspended or status = 'Active')
);

create index providers_newest on providers (applied_at desc, id);
create index providers_by_status on providers (status, applied_at desc, id);
create index providers_by_name on providers (name_zh);

-- One licence, one provider at a time; who left or was turned down may come again.
create unique index providers_licence on providers (licence) where status not in ('Exited', 'Rejected');

create table vas_services (
  id            uuid           primary key,
  version       bigint         not null,
  provider_id   uuid           not null references providers (id),
  code          text           not null unique,
  access_code   text           not null,
  name_zh       text           not null,
  name_en       text           not null,
  price         numeric(19, 2) not null check (price > 0),
  currency      text           not null,
  period        text           not null check (period in ('Once', 'Month')),
  trial_days    integer        not null check (trial_days >= 0),
  status        text           not null check (status in ('Proposed', 'Live', 'Withdrawn')),
  proposed_by   text           not null,
  proposed_at   timestamptz    not null,
  approved_by   text           check (approved_by <> proposed_by), -- two persons, here too
  approved_at   timestamptz,
  withdrawn_by  text,
  withdrawn_at  timestamptz,
  withdrawn_for text,
  check (status <> 'Live' or approved_by is not null)
);

create index services_newest on vas_services (proposed_at desc, id);
create index services_by_status on vas_services (status, proposed_at desc, id);
create index services_of_provider on vas_services (provider_id, proposed_at desc, id);

-- A message's port says which service it is from.
create unique index services_access_code on vas_services (access_code) where status <> 'Withdrawn';

create table sanctions (
  id               uuid        primary key,
  version          bigint      not null,
  provider_id      uuid        not null references providers (id),
  provider_number  text        not null,
  kind             text        not null check (kind in ('Notice', 'NoNewSales', 'Fine', 'Exit')),
  cause            text        not null check (cause in ('Decision', 'Score', 'ComplaintRate')),
  reason           text        not null,
  score            integer     not null,
  amount           numeric(19, 2) check ((kind = 'Fine') = (amount is not null) and amount > 0),
  currency         text        check ((amount is null) = (currency is null)),
  period           text        check ((cause = 'ComplaintRate') = (period is not null)),
  policy_versions  text,
  status           text        not null check (status in ('InForce', 'LiftProposed', 'Lifted')),
  imposed_by       text        not null,
  imposed_at       timestamptz not null,
  lift_proposed_by text,
  lifted_by        text,
  lifted_at        timestamptz,
  lift_reason      text
);

create index sanctions_newest on sanctions (imposed_at desc, id);
create index sanctions_of_provider on sanctions (provider_id, imposed_at desc, id);
create index sanctions_by_status on sanctions (status, imposed_at desc, id) where status <> 'Lifted';

-- A rate of a month leads to one sanction, however often it moves.
create unique index sanctions_of_rate on sanctions (provider_id, period) where cause = 'ComplaintRate';

create table sanction_objections (
  id          uuid        primary key,
  sanction_id uuid        not null references sanctions (id),
  text        text        not null,
  status      text        not null check (status in ('Open', 'Upheld', 'Dismissed')),
  raised_by   text        not null,
  raised_at   timestamptz not null,
  answer      text,
  decided_by  text        check (decided_by <> raised_by),
  decided_at  timestamptz
);

create unique index objections_open on sanction_objections (sanction_id) where status = 'Open';
create index objections_of_sanction on sanction_objections (sanction_id);

create table provider_penalties (
  id          uuid        primary key,
  provider_id uuid        not null references providers (id),
  points      integer     not null check (points > 0),
  reason      text        not null,
  score       integer     not null,
  imposed_by  text        not null,
  imposed_at  timestamptz not null
);

create index penalties_of_provider on provider_penalties (provider_id, imposed_at desc, id);

create table blacklist_entries (
  id          uuid        primary key,
  version     bigint      not null,
  kind        text        not null check (kind in ('Provider', 'Number', 'Site')),
  value       text        not null,
  reason      text        not null,
  source      text        not null,
  listed_by   text        not null,
  listed_at   timestamptz not null,
  until       timestamptz not null,
  removed_by  text        check (removed_by is null or removed_at is not null),
  removed_at  timestamptz,
  removed_for text
);

create unique index blacklist_value on blacklist_entries (kind, value) where removed_at is null;
create index blacklist_newest on blacklist_entries (listed_at desc, id);
