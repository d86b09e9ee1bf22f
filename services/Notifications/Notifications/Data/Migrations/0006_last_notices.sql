-- The last notice before a suspension is a class of its own: it waits for the morning, but no preference and no cap keeps
-- it back (features.md N3, N6).

alter table send_decisions drop constraint send_decisions_class_check;
alter table send_decisions add constraint send_decisions_class_check
  check (class in ('Confirmation', 'Reminder', 'LastNotice', 'Marketing'));

alter table inbox_items drop constraint inbox_items_class_check;
alter table inbox_items add constraint inbox_items_class_check
  check (class in ('Confirmation', 'Reminder', 'LastNotice', 'Marketing'));

alter table messages drop constraint messages_class_check;
alter table messages add constraint messages_class_check
  check (class in ('Confirmation', 'Reminder', 'LastNotice', 'Marketing'));
