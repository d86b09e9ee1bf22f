-- Which case is worked on first (features.md C5): the customer's tier, and with severity the priority from 1 to 4.

alter table complaints
  add column tier        text check (tier in ('None', 'Silver', 'Gold', 'Diamond')),
  add column tier_due_at timestamptz,
  add column tier_checks integer not null default 0,
  add column priority    integer not null default 3 check (priority between 1 and 4);

update complaints
   set priority = case severity when 'Critical' then 1 when 'Major' then 2 when 'Minor' then 3 else 4 end;

create index complaints_tier_to_ask on complaints (tier_due_at) where tier_due_at is not null;
create index complaints_by_priority on complaints (priority, opened_at desc, id);

-- The work queue in its order, of one unit and of all; what is over or deleted is not in it.
create index complaints_queue_of_unit on complaints (unit, priority, expected_resolution_at, opened_at, id)
  where status not in ('Closed', 'Rejected', 'Cancelled') and deleted_at is null;
create index complaints_queue on complaints (priority, expected_resolution_at, opened_at, id)
  where status not in ('Closed', 'Rejected', 'Cancelled') and deleted_at is null;
