-- What answers a customer goes before what was sent to everybody: a month's reminders take hours (features.md N3).
create index messages_to_send_by_class on messages ((class <> 'Confirmation'), due_at)
  where status = 'Waiting' and receiver is not null;
drop index messages_to_send;
