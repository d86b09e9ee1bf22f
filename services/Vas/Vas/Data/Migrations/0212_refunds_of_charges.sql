-- The charge that a customer was paid for, when the compensation named one (features.md V15).
alter table case_refunds add column charge_id uuid;
create index case_refunds_of_charge on case_refunds (charge_id) where charge_id is not null;
