-- What is known of complaints, the rates they make, and monthly statements (features.md V7, V8, V15).

create table complaint_facts (
  complaint_id    uuid        primary key,
  version         bigint      not null,
  case_number     text        not null,
  ticket_type     text        not null,
  account_id      uuid,
  service_id      uuid,
  service_version bigint      not null,
  provider_id     uuid,
  closed_at       timestamptz,
  outcome         text,
  closed_version  bigint      not null,
  is_upheld       boolean,
  responsible     text,
  found_at        timestamptz,
  found_version   bigint      not null,
  all_period      text,
  upheld_period   text
);

create index complaint_facts_by_all on complaint_facts (provider_id, all_period) where all_period is not null;
create index complaint_facts_by_upheld on complaint_facts (provider_id, upheld_period) where upheld_period is not null;

create table complaint_rates (
  provider_id uuid           not null,
  period      text           not null,
  definition  text           not null check (definition in ('upheld-v1', 'all-v1')),
  version     bigint         not null,
  complaints  integer        not null check (complaints >= 0),
  subscribers integer        not null check (subscribers >= 0),
  rate        numeric(12, 4),
  factor      numeric        not null check (factor between 0 and 1),
  changed_at  timestamptz    not null,
  primary key (provider_id, period, definition)
);

create index complaint_rates_newest on complaint_rates (period desc, provider_id, definition);

create table case_refunds (
  compensation_id uuid           primary key,
  complaint_id    uuid           not null,
  amount          numeric(19, 2) not null check (amount > 0),
  currency        text           not null,
  granted_at      timestamptz,
  taken_back_at   timestamptz,
  settled         numeric(19, 2) not null check (settled between 0 and amount)
);

create index case_refunds_of_complaint on case_refunds (complaint_id);

create table provider_fines (
  sanction_id uuid           primary key,
  provider_id uuid           not null,
  amount      numeric(19, 2) not null check (amount >= 0),
  currency    text           not null,
  reason      text           not null,
  imposed_at  timestamptz,
  lifted_at   timestamptz,
  settled     numeric(19, 2) not null check (settled between 0 and amount)
);

create index provider_fines_of_provider on provider_fines (provider_id);

create table settlement_runs (
  id           uuid        primary key,
  version      bigint      not null,
  period       text        not null unique,
  requested_by text        not null,
  requested_at timestamptz not null,
  statements   integer     not null,
  waiting      integer     not null
);

create table statements (
  id               uuid           primary key,
  version          bigint         not null,
  number           text           not null unique,
  provider_id      uuid           not null,
  provider_number  text           not null,
  provider_name_zh text           not null,
  provider_name_en text           not null,
  period           text           not null,
  currency         text           not null,
  status           text           not null check (status in ('Drafted', 'Issued')),
  definition       text           not null,
  complaints       integer        not null,
  subscribers      integer        not null,
  rate             numeric(12, 4),
  factor           numeric        not null,
  payable          numeric(19, 2) not null check (payable >= 0),
  carried_forward  numeric(19, 2) not null check (carried_forward <= 0),
  carried_into     uuid           references statements (id),
  policy_versions  text           not null,
  drafted_by       text           not null,
  drafted_at       timestamptz    not null,
  objections_until timestamptz    not null,
  needs_draft      boolean        not null,
  issued_by        text,
  issued_at        timestamptz,
  unique (provider_id, period), -- for ever: nothing is settled twice
  check (issued_by <> drafted_by),
  check ((status = 'Issued') = (issued_by is not null and issued_at is not null)),
  check (payable = 0 or carried_forward = 0)
);

create index statements_newest on statements (period desc, number);
create index statements_drafted on statements (provider_id, period) where status = 'Drafted';
create index statements_to_carry on statements (provider_id) where carried_forward < 0 and carried_into is null;

create table statement_lines (
  id            uuid           primary key,
  statement_id  uuid           not null references statements (id),
  seq           integer        not null,
  kind          text           not null check (kind in
                  ('Share', 'BadDebt', 'ServiceFee', 'ComplaintFactor', 'Penalty', 'ClawBack', 'CarriedIn')),
  basis         numeric(19, 2) not null,
  rate          numeric        not null,
  amount        numeric(19, 2) not null,
  source_id     uuid,
  note          text,
  complaint_ids uuid[]         not null,
  case_numbers  text[]         not null,
  check (cardinality(complaint_ids) = cardinality(case_numbers))
);

create index lines_of_statement on statement_lines (statement_id, seq);

create table objections (
  id           uuid        primary key,
  statement_id uuid        not null references statements (id),
  reason       text        not null,
  status       text        not null check (status in ('Open', 'Accepted', 'Rejected')),
  raised_by    text        not null,
  raised_at    timestamptz not null,
  answer       text,
  decided_by   text,
  decided_at   timestamptz
);

create index objections_of_statement on objections (statement_id, raised_at);
