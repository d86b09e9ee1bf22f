-- A finding may move a case to another provider: what was taken for its refund is kept by who paid (features.md V8, V15).
create table refund_settlements (
  compensation_id uuid           not null references case_refunds (compensation_id),
  provider_id     uuid           not null,
  settled         numeric(19, 2) not null check (settled >= 0),
  primary key (compensation_id, provider_id)
);

create index refund_settlements_of_provider on refund_settlements (provider_id) where settled <> 0;

insert into refund_settlements (compensation_id, provider_id, settled)
select r.compensation_id, f.provider_id, r.settled
  from case_refunds r join complaint_facts f using (complaint_id)
 where r.settled <> 0 and f.provider_id is not null;

alter table case_refunds drop column settled;
