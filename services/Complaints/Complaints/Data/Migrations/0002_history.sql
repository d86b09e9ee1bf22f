-- Who did what to a case, when and why, and in which trace (features.md C18, P2). Append-only, also for our own code.

create table complaint_history (
  position     bigint      generated always as identity primary key,
  complaint_id uuid        not null references complaints (id),
  version      bigint      not null,
  what         text        not null,
  who          text        not null,
  role         text        not null,
  why          text,
  trace_id     text,
  at           timestamptz not null
);

-- Not unique: of two writers on one version the case's own concurrency check refuses the second, not this table.
create index history_of_complaint on complaint_history (complaint_id, version);

create function refuse_change_of_history() returns trigger language plpgsql as $$
begin
  raise exception 'The history of a case only grows.';
end
$$;

create trigger complaint_history_only_grows before update or delete or truncate on complaint_history
  execute function refuse_change_of_history();
