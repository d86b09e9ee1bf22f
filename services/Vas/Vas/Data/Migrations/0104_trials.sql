-- A service that is free at the start (features.md V2, V3): the trial is stated in the prompt, charges nothing, and ends.

alter table vas_subscriptions
  add column trial_days    integer not null default 0 check (trial_days >= 0),
  add column trial_ends_on date,
  drop constraint vas_subscriptions_end_reason_check,
  add constraint vas_subscriptions_end_reason_check check (end_reason in
    ('Customer', 'Keyword', 'Agent', 'ProviderExit', 'Inactivity', 'LineTerminated', 'Expired', 'Declined', 'TrialOver'));

create index vas_subscriptions_trials on vas_subscriptions (trial_ends_on) where status = 'Active';
