-- A promise per restore after payment (features.md B11, service.restore_max), kept or missed.

create table restore_guarantees (
  id             uuid        primary key,
  version        bigint      not null,
  account_id     uuid        not null references accounts (id),
  line_id        uuid        not null references lines (id),
  service_number text        not null,
  paid_at        timestamptz not null,
  due_at         timestamptz not null,
  restored_at    timestamptz,
  missed_at      timestamptz
);

create index restore_guarantees_newest on restore_guarantees (paid_at desc, id);
create index restore_guarantees_of_account on restore_guarantees (account_id, paid_at desc, id);
create index restore_guarantees_of_line on restore_guarantees (line_id);
create index restore_guarantees_open on restore_guarantees (due_at) where restored_at is null and missed_at is null;

alter table line_standings add foreign key (guarantee_id) references restore_guarantees (id);
