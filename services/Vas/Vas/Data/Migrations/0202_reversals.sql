-- Charges that were taken off again (features.md V8, V15). One whose month was settled before that is taken back from the
-- provider by a later statement.

alter table vas_charges
  add column reversed_at    timestamptz,
  add column reversed_for   text,
  add column reversed_by    text,
  add column reversed_after uuid references statements (id), -- the issued statement that pays the provider for it
  add column taken_back_in  uuid references statements (id); -- the issued statement that took that back

create index vas_charges_reversed_late on vas_charges (provider_id, reversed_after) where reversed_after is not null;
create index complaint_facts_of_service on complaint_facts (service_id, account_id) where service_id is not null;
