-- Whose deliveries they are, and which generations of the secret sign (features.md N9, V10).

alter table deliveries
  add column partner_id         uuid, -- null for listeners of a hub
  add column signing_generation text; -- newest first, separated by blanks; null: the first alone

create index deliveries_of_partner on deliveries (partner_id, requested_at desc, id) where partner_id is not null;
