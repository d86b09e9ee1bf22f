-- Subscriptions, the prompts they begin with and every answer to one (features.md V3, V4). Columns that begin with the
-- reply number are empty for a subscription that was taken over from elsewhere; such a one has no consent and cannot be charged.

create table vas_subscriptions (
  id               uuid           primary key,
  version          bigint         not null,
  service_id       uuid           not null,
  provider_id      uuid           not null,
  account_id       uuid           not null,
  line_id          uuid           not null,
  service_number   text           not null,
  status           text           not null check (status in ('PendingActive', 'Active', 'Terminated', 'Cancelled')),
  price            numeric(19, 2) not null check (price >= 0),
  currency         text           not null,
  period           text           not null check (period in ('Once', 'Month')),
  requested_at     timestamptz    not null,
  confirmed_at     timestamptz,
  ended_at         timestamptz,
  end_reason       text           check (end_reason in
    ('Customer', 'Keyword', 'Agent', 'ProviderExit', 'Inactivity', 'LineTerminated', 'Expired', 'Declined')),
  reply_number     text,
  expires_at       timestamptz,
  consent_sequence bigint,
  renews_on        date,
  noticed_for      date,
  last_active_on   date
);

-- A bare yes from a line to a number answers exactly one prompt.
create unique index vas_subscriptions_open_prompt on vas_subscriptions (service_number, reply_number)
  where status = 'PendingActive';
create unique index vas_subscriptions_once_on_a_line on vas_subscriptions (line_id, service_id)
  where status in ('PendingActive', 'Active');
create index vas_subscriptions_newest on vas_subscriptions (requested_at desc, id);
create index vas_subscriptions_of_account on vas_subscriptions (account_id, requested_at desc, id);
create index vas_subscriptions_of_service on vas_subscriptions (service_id, requested_at desc, id);
create index vas_subscriptions_of_provider on vas_subscriptions (provider_id, confirmed_at);
create index vas_subscriptions_of_number on vas_subscriptions (service_number, requested_at desc);
create index vas_subscriptions_to_lapse on vas_subscriptions (expires_at) where status = 'PendingActive';
create index vas_subscriptions_to_renew on vas_subscriptions (renews_on) where status = 'Active';
create index vas_subscriptions_idle on vas_subscriptions (last_active_on) where status = 'Active';

create table prompt_answers (
  message_id      uuid        primary key,
  subscription_id uuid        references vas_subscriptions (id),
  sent_from       text        not null,
  sent_to         text        not null,
  text            text        not null,
  outcome         text        not null check (outcome in ('Confirmed', 'NotAccepted', 'Late', 'NothingOpen', 'NotOffered')),
  received_at     timestamptz not null
);

create index prompt_answers_of_subscription on prompt_answers (subscription_id);

-- What was asked and stopped by keyword. `listed` is what the numbers in the last answer mean.
create table inquiries (
  message_id  uuid        primary key,
  sent_from   text        not null,
  sent_to     text        not null,
  text        text        not null,
  listed      uuid[]      not null,
  ended       uuid[]      not null,
  answered_at timestamptz not null
);

create index inquiries_of_number on inquiries (sent_from, answered_at desc);
