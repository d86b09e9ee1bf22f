-- A customer says that a charge is wrong (features.md B10, B12). One dispute a charge, for ever: else dunning could be
-- put off without end. bill_lines.is_disputed is true while it is undecided.

create table bill_disputes (
  id              uuid        primary key,
  version         bigint      not null,
  bill_id         uuid        not null,
  seq             integer     not null,
  account_id      uuid        not null references accounts (id),
  case_number     text,
  reason          text        not null,
  raised_by       text        not null,
  raised_at       timestamptz not null,
  is_upheld       boolean,
  decision_reason text,
  decided_by      text,
  decided_at      timestamptz,
  unique (bill_id, seq),
  foreign key (bill_id, seq) references bill_lines (bill_id, seq),
  check (decided_by <> raised_by),
  check ((decided_at is null) = (is_upheld is null)),
  check ((decided_at is null) = (decided_by is null)),
  check ((decided_at is null) = (decision_reason is null))
);
