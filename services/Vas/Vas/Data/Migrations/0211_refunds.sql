-- Charges that are given back, once or several times over, and who decided it (features.md V15).

create table charge_refunds (
  id              uuid           primary key,
  version         bigint         not null,
  charge_id       uuid           not null references vas_charges (id),
  provider_id     uuid           not null,
  provider_key    text           not null,
  complaint_id    uuid           references complaint_facts (complaint_id),
  ground          text           not null check (ground in ('Mistake', 'Overcharge', 'Fraud')),
  amount          numeric(19, 2) not null check (amount > 0),
  extra           numeric(19, 2) not null check (extra >= 0),
  currency        text           not null,
  policy_versions text           not null,
  reason          text           not null,
  evidence_until  timestamptz,
  evidence        text,
  evidence_at     timestamptz,
  pay_target      timestamptz    not null,
  pay_by          timestamptz    not null,
  status          text           not null check (status in ('Proposed', 'Approved', 'Paid', 'Rejected', 'Refused')),
  proposed_by     text           not null,
  proposed_at     timestamptz    not null,
  decided_by      text,
  decided_at      timestamptz,
  rejected_for    text,
  refusal_code    text,
  paid_at         timestamptz,
  settled_in      uuid           references statements (id),
  due_at          timestamptz,
  traceparent     text,
  check (decided_by <> proposed_by or status = 'Rejected'), -- two persons, here too
  check ((status = 'Paid') = (paid_at is not null))
);

-- Nobody is paid twice for a charge.
create unique index charge_refunds_once on charge_refunds (charge_id) where status in ('Proposed', 'Approved', 'Paid');
create index charge_refunds_newest on charge_refunds (proposed_at desc, id);
create index charge_refunds_of_charge on charge_refunds (charge_id);
create index charge_refunds_due on charge_refunds (due_at) where status = 'Approved';
create index charge_refunds_to_settle on charge_refunds (provider_id) where status = 'Paid' and settled_in is null;
