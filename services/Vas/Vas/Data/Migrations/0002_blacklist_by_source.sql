-- What several operators say of one value stands side by side, and an entry knows the exit that made it (features.md V9,
-- V12): so lifting that exit ends its own entry and nobody else's.
alter table blacklist_entries add column sanction_id uuid references sanctions (id);

drop index blacklist_value;
create unique index blacklist_value on blacklist_entries (kind, value, source) where removed_at is null;
create index blacklist_of_sanction on blacklist_entries (sanction_id) where sanction_id is not null;

update blacklist_entries e set sanction_id = s.id
  from sanctions s join providers p on p.id = s.provider_id
 where e.kind = 'Provider' and e.value = p.licence and e.source = 'own' and e.removed_at is null
   and s.kind = 'Exit' and s.status <> 'Lifted' and e.reason = s.provider_number || ': ' || s.reason;
