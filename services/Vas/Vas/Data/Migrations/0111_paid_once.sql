-- What was paid once ends by that, and can be asked for again.
alter table vas_subscriptions
  drop constraint vas_subscriptions_end_reason_check,
  add constraint vas_subscriptions_end_reason_check check (end_reason in
    ('Customer', 'Keyword', 'Agent', 'ProviderExit', 'Inactivity', 'LineTerminated', 'Expired', 'Declined', 'TrialOver',
     'Completed'));

-- What was paid once before stood in the way of being asked for again.
update vas_subscriptions s
   set status = 'Terminated', end_reason = 'Completed', ended_at = c.posted_at, version = s.version + 1
  from vas_charges c
 where c.subscription_id = s.id and c.status = 'Posted' and s.period = 'Once' and s.status = 'Active';
