-- Every message wanted is decided on and the decision kept (features.md N3); what may be said in quiet hours waits; what
-- is told to an account also lies in its inbox (N2).

-- Append-only: a held message is checked again and gets a further row, numbered.
create table send_decisions (
  position    bigint      generated always as identity primary key,
  message_key text        not null,
  number      integer     not null,
  account_id  uuid,
  purpose     text        not null,
  class       text        not null check (class in ('Confirmation', 'Reminder', 'Marketing')),
  channel     text        not null check (channel in ('Sms', 'InApp')),
  verdict     text        not null check (verdict in ('Send', 'Hold', 'InAppOnly', 'Refuse')),
  hold_until  timestamptz,
  rule        text        not null,
  policy      text,
  consent     text,
  trace_id    text,
  at          timestamptz not null,
  check ((verdict = 'Hold') = (hold_until is not null))
);

create unique index send_decisions_of_message on send_decisions (message_key, number);
create index send_decisions_newest on send_decisions (at desc, position);
create index send_decisions_of_account on send_decisions (account_id, at desc, position);

-- Who agreed to what, by which application, when: the newest row of a class and channel counts.
create table consents (
  position   bigint      generated always as identity primary key,
  account_id uuid        not null,
  class      text        not null check (class in ('Reminder', 'Marketing')), -- confirmations ask nobody
  channel    text        not null check (channel in ('Sms', 'InApp')),
  is_given   boolean     not null,
  given_by   text        not null,
  role       text        not null,
  at         timestamptz not null
);

create index consents_of_account on consents (account_id, class, channel, position desc);

create function refuse_change_of_record() returns trigger language plpgsql as $$
begin
  raise exception 'A row of % stands; a change of mind is another row.', tg_table_name;
end
$$;

create trigger send_decisions_stand before update on send_decisions
  for each row execute function refuse_change_of_record();
create trigger consents_stand before update on consents
  for each row execute function refuse_change_of_record();

-- How many reminders an account's phone got on its latest day of any (sms.reminders_per_day).
create table reminder_budgets (
  account_id uuid    primary key,
  version    bigint  not null,
  day        date    not null,
  used       integer not null
);

-- Bills that nobody has to be reminded of any longer.
create table settled_bills (
  bill_id    uuid        primary key,
  how        text        not null check (how in ('paid', 'reversed')),
  settled_at timestamptz not null
);

create table inbox_items (
  id            uuid        primary key,
  message_key   text        not null unique,
  account_id    uuid        not null,
  purpose       text        not null,
  class         text        not null check (class in ('Confirmation', 'Reminder', 'Marketing')),
  matter_kind   text        not null,
  matter_id     uuid        not null,
  matter_number text,
  title_zh      text        not null,
  title_en      text        not null,
  content_zh    text        not null,
  content_en    text        not null,
  at            timestamptz not null,
  read_at       timestamptz
);

create index inbox_items_of_account on inbox_items (account_id, at desc, id);
create index inbox_items_unread on inbox_items (account_id, at desc, id) where read_at is null;

alter table messages drop constraint messages_status_check;
alter table messages add constraint messages_status_check
  check (status in ('Held', 'Waiting', 'Sending', 'Accepted', 'Delivered', 'Failed', 'Dropped'));

-- Both texts stand from the decision on; which of them goes out is known with the receiver.
alter table messages
  add column position            bigint  generated always as identity,
  add column class               text    not null default 'Confirmation'
                                 check (class in ('Confirmation', 'Reminder', 'Marketing')),
  add column matter_kind         text    not null default 'troubleTicket',
  add column matter_id           uuid,
  add column template_version    integer not null default 1,
  add column text_zh             text    not null default '',
  add column text_en             text    not null default '',
  add column is_to_cases_contact boolean not null default false,
  add column held_until          timestamptz;

update messages
   set matter_id           = coalesce(complaint_id, id),
       is_to_cases_contact = account_id is null,
       text_zh             = '您的来件已受理，受理编号：' || case_number || '。您可凭编号查询处理进度。',
       text_en             = 'Your case has been received. Case number: ' || case_number
                             || '. Please quote it to ask how it stands.';

alter table messages
  alter column matter_id           set not null,
  alter column class               drop default,
  alter column matter_kind         drop default,
  alter column template_version    drop default,
  alter column text_zh             drop default,
  alter column text_en             drop default,
  alter column is_to_cases_contact drop default;

create index messages_to_release on messages (held_until) where status = 'Held';
-- The order of an account's messages is kept up to the gateway.
create index messages_before on messages (account_id, position) where status in ('Waiting', 'Sending');

insert into send_decisions (message_key, number, account_id, purpose, class, channel, verdict, rule, at)
select dedupe_key, 1, account_id, purpose, class, 'Sms', 'Send', 'confirmation.at-once', created_at from messages
 order by created_at;
