-- Free days (features.md V2): such a subscription is never charged and ends with them. Also, what was paid once ends by that.
alter table vas_subscriptions
  add trial_days    integer not null default 0 check (trial_days >= 0),
  add trial_ends_on date,
  drop constraint vas_subscriptions_end_reason_check,
  add constraint vas_subscriptions_end_reason_check check (end_reason in
    ('Customer', 'Keyword', 'Agent', 'ProviderExit', 'Inactivity', 'LineTerminated', 'Expired', 'Declined',
     'TrialOver', 'Completed'));

create index vas_subscriptions_trials on vas_subscriptions (trial_ends_on) where status = 'Active';

-- What was paid once before stood in the way of being asked for again.
update vas_subscriptions s
   set status = 'Terminated', end_reason = 'Completed', ended_at = c.posted_at, version = s.version + 1
  from vas_charges c
 where c.subscription_id = s.id and c.status = 'Posted' and s.period = 'Once' and s.status = 'Active';
