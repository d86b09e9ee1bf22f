-- What a customer got beyond a charge that was reversed (features.md V15).
alter table third_party_charges add column extra numeric(19, 2) not null default 0 check (extra >= 0);
alter table third_party_charges add check (extra = 0 or status = 'Reversed');
