-- Messages to customers and the contacts they go to (features.md N2, N4, N5, N8, first form).

create table messages (
  id            uuid        primary key,
  version       bigint      not null,
  dedupe_key    text        not null unique, -- one message per key, for ever (N4)
  purpose       text        not null,
  account_id    uuid,
  complaint_id  uuid,
  case_number   text,
  parameters    jsonb       not null,
  receiver      text,
  language      text        check (language in ('zh', 'en')),
  content       text,
  status        text        not null check (status in ('Waiting', 'Sending', 'Accepted', 'Delivered', 'Failed')),
  status_reason text,
  attempts      integer     not null,
  created_at    timestamptz not null,
  due_at        timestamptz not null,
  claimed_until timestamptz,
  sent_at       timestamptz,
  delivered_at  timestamptz,
  traceparent   text
);

create index messages_newest on messages (created_at desc, id);
create index messages_of_account on messages (account_id, created_at desc, id);
create index messages_of_case on messages (complaint_id, created_at desc, id);
create index messages_of_case_number on messages (case_number, created_at desc, id);
create index messages_to_address on messages (account_id) where status = 'Waiting' and receiver is null;
create index messages_to_send on messages (due_at) where status = 'Waiting' and receiver is not null;
create index messages_in_doubt on messages (claimed_until) where status = 'Sending';

create table contact_book (
  account_id   uuid   primary key,
  version      bigint not null,
  phone_number text,
  email        text,
  language     text   not null check (language in ('zh', 'en'))
);
