-- Which third party's charge a compensation is for (features.md B12, V15: one charge is never compensated twice).
alter table compensations add column charge_id uuid, add column service_id uuid;

create index compensations_of_service on compensations (account_id, service_id) where service_id is not null;
create index third_party_charges_reversed on third_party_charges (account_id, service_id) where status = 'Reversed';
