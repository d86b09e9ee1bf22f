-- What a case is about, and who was found responsible for it (features.md C1, C15).

alter table complaints
  add column nature         text check (nature in
    ('Billing', 'Tariff', 'InducedConsumption', 'ForcedSubscription', 'HandsetFeeSucking', 'Network', 'Install',
     'Repair', 'StaffAttitude', 'Queueing', 'Privacy', 'Spam', 'BadSite', 'WaterPressure', 'Meter')),
  add column vas_service_id uuid; -- of Vas

create index complaints_by_nature on complaints (nature, opened_at desc, id) where nature is not null;
create index complaints_of_vas_service on complaints (vas_service_id, opened_at desc, id)
  where vas_service_id is not null;

-- Only added; the last one counts. Of a deleted case a finding loses its words.
create table complaint_findings (
  position       bigint      generated always as identity primary key,
  complaint_id   uuid        not null references complaints (id),
  version        bigint      not null,
  is_upheld      boolean     not null,
  responsible    text        not null check (responsible in ('Provider', 'Unit', 'Nobody')),
  unit           text,
  cause          text,
  vas_service_id uuid,
  who            text        not null,
  at             timestamptz not null,
  check ((responsible = 'Unit') = (unit is not null)),
  check (responsible <> 'Provider' or vas_service_id is not null)
);

create index findings_of_complaint on complaint_findings (complaint_id, position);
