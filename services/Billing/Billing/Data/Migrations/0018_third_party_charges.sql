-- What third parties charge customers (features.md V5, B7): in the books at once, on the bill of the month or a later one.

create table third_party_charges (
  id                uuid           primary key,
  version           bigint         not null,
  business_key      text           not null unique, -- for ever
  account_id        uuid           not null references accounts (id),
  line_id           uuid           not null references lines (id),
  provider_id       uuid           not null,
  provider_name_zh  text           not null,
  provider_name_en  text           not null,
  service_id        uuid           not null,
  service_name_zh   text           not null,
  service_name_en   text           not null,
  amount            numeric(19, 2) not null check (amount > 0),
  currency          text           not null check (currency ~ '^[A-Z]{3}$'),
  occurred_at       timestamptz    not null,
  period            text           not null check (period ~ '^[0-9]{4}-[0-9]{2}$'),
  status            text           not null check (status in ('Posted', 'Reversed')),
  posted_at         timestamptz    not null,
  entry_id          uuid           not null references ledger_entries (id),
  bill_id           uuid           references bills (id),
  reversed_at       timestamptz,
  reversed_for      text,
  reversal_entry_id uuid           references ledger_entries (id),
  check ((status = 'Reversed') = (reversal_entry_id is not null))
);

create index third_party_charges_to_bill on third_party_charges (account_id, period)
  where bill_id is null and status = 'Posted';
create index third_party_charges_of_bill on third_party_charges (bill_id) where bill_id is not null;

-- The charge that a line tells of. No foreign key: the run would pay a check per line of every bill for the few that are.
alter table bill_lines add column charge_id uuid;
