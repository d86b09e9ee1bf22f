-- What a case promises and how it ends (features.md C4, C8, C18): clocks, waits that stop them, callbacks; the unit that
-- works on it; search by text; the tombstone of a deleted case.

alter table complaints
  add column unit                   text,
  add column escalation_level       text    not null default 'Handler' check (escalation_level in
    ('Handler', 'TeamLead', 'Department', 'GeneralManager')),
  add column needs_callback         boolean not null default false,
  add column callback_attempts      integer not null default 0,
  add column expected_resolution_at timestamptz,
  add column resolved_at            timestamptz,
  add column resolution             text,
  add column last_callback_at       timestamptz,
  add column deleted_at             timestamptz,
  add column search_terms           text[]  not null default '{}';

create index complaints_of_unit on complaints (unit, opened_at desc, id);
create index complaints_by_level on complaints (escalation_level, opened_at desc, id) where escalation_level <> 'Handler';
create index complaints_by_text on complaints using gin (search_terms);

-- Named to come after complaints: EF Core saves table by table in the order of their names, and whoever changes a case
-- must hold the case before its clocks, or a request and a sweep wait for each other.
create table promise_clocks (
  complaint_id   uuid        not null references complaints (id),
  kind           text        not null check (kind in ('Acknowledgement', 'FirstResult', 'FinalAnswer')),
  round          integer     not null,
  status         text        not null check (status in ('Running', 'Paused', 'Stopped')),
  -- The policy the case was taken under: it is kept unless a later one is better for the customer.
  policy_key     text        not null,
  jurisdiction   text        not null,
  policy_version integer     not null,
  amount         numeric     not null,
  unit           text        not null,
  counts         text        not null,
  warn_share     numeric     not null,
  started_at     timestamptz not null,
  warn_at        timestamptz,
  due_at         timestamptz,
  next_at        timestamptz, -- when the sweep has to look; null when there is nothing left to fire
  warned_at      timestamptz,
  breached_at    timestamptz,
  stopped_at     timestamptz,
  primary key (complaint_id, kind, round)
);

create index clocks_to_fire on promise_clocks (next_at) where next_at is not null;

create table complaint_waits (
  complaint_id uuid        not null references complaints (id),
  number       integer     not null,
  began_at     timestamptz not null,
  ended_at     timestamptz,
  waiting_for  text        not null,
  primary key (complaint_id, number)
);

create table complaint_callbacks (
  position     bigint      generated always as identity primary key,
  complaint_id uuid        not null references complaints (id),
  version      bigint      not null,
  outcome      text        not null check (outcome in ('Answered', 'NoAnswer', 'Declined')),
  is_satisfied boolean,
  score        integer     check (score between 1 and 5),
  remark       text,
  who          text        not null,
  at           timestamptz not null
);

create index callbacks_of_complaint on complaint_callbacks (complaint_id, position);

-- How far open cases were planned anew after a policy changed (policies.md: the better limit for the customer counts).
create table policy_adoptions (
  key             text        not null,
  jurisdiction    text        not null,
  version         integer     not null,
  after_complaint uuid        not null, -- cases up to this id are done
  done_at         timestamptz,
  primary key (key, jurisdiction, version)
);
