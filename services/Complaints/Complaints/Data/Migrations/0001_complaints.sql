-- Cases (features.md C1, C2). Status and vocabulary are checked here, too: no writer can store another word.

create sequence case_number;

create table complaints (
  id                   uuid        primary key,
  version              bigint      not null,
  case_number          text        not null unique,
  ticket_type          text        not null check (ticket_type in
    ('Enquiry', 'Request', 'Fault', 'Complaint', 'Suggestion', 'Praise', 'Report')),
  severity             text        not null check (severity in ('Critical', 'Major', 'Minor', 'Low')),
  name                 text,
  description          text        not null,
  external_id          text,
  channel              text        not null,
  status               text        not null check (status in
    ('Acknowledged', 'InProgress', 'Pending', 'Held', 'Resolved', 'Closed', 'Rejected', 'Cancelled')),
  status_reason        text,
  status_changed_at    timestamptz not null,
  owned_by             text        not null,
  account_id           uuid,
  account_check        text        not null check (account_check in
    ('NotNeeded', 'Verified', 'Unverified', 'Unknown')),
  account_check_due_at timestamptz,
  account_checks       integer     not null,
  contact_phone        text,
  contact_language     text,
  opened_at            timestamptz not null,
  last_update          timestamptz not null,
  traceparent          text
);

create index complaints_newest on complaints (opened_at desc, id);
create index complaints_of_account on complaints (account_id, opened_at desc, id);
create index complaints_of_owner on complaints (owned_by, opened_at desc, id);
create index complaints_by_status on complaints (status, opened_at desc, id);
create index complaints_to_check on complaints (account_check_due_at) where account_check = 'Unverified';
