-- The service's policies (policies.md): every version of every key in every jurisdiction, and the changes that two
-- persons made. A version is never altered; a change of mind is another version.

create table policy_versions (
  key            text        not null,
  jurisdiction   text        not null,
  version        integer     not null,
  unit           text        not null,
  clock          text        not null check (clock in ('Calendar', 'Working')),
  value          jsonb       not null,
  effective_from timestamptz not null,
  source         text        not null,
  change         text        not null,
  floor          numeric,
  -- Rows of one version hold together: 15 days of either clock.
  primary key (key, jurisdiction, version, unit, clock)
);

create function refuse_change_of_policy_version() returns trigger language plpgsql as $$
begin
  raise exception 'A version of a policy stands; a change is a new version.';
end
$$;

create trigger policy_versions_stand before update or delete or truncate on policy_versions
  execute function refuse_change_of_policy_version();

create table policy_changes (
  id           uuid        primary key,
  version      bigint      not null,
  status       text        not null check (status in ('Proposed', 'Approved', 'Rejected')),
  current      jsonb       not null,
  proposed     jsonb       not null,
  reason       text        not null,
  proposed_by  text        not null,
  proposed_at  timestamptz not null,
  decided_by   text        check (decided_by <> proposed_by or status <> 'Approved'), -- two persons, here too
  decided_at   timestamptz,
  rejected_for text
);

-- Of two changes of one policy that are approved in the same moment, one passes.
create unique index policy_changes_one_successor on policy_changes
  ((proposed ->> 'Key'), (proposed ->> 'Jurisdiction'), (proposed ->> 'Version')) where status = 'Approved';

-- Which release of each profile was taken.
create table policy_profiles (
  jurisdiction text    primary key,
  release      integer not null
);

create index policy_changes_newest on policy_changes (proposed_at desc, id);
