-- One index for each attribute a list can be filtered by (tmf.md), in the order of the list: newest first, then id.

create index complaints_of_external_id on complaints (external_id, opened_at desc, id) where external_id is not null;
create index complaints_by_severity on complaints (severity, opened_at desc, id);
create index complaints_by_type on complaints (ticket_type, opened_at desc, id);
create index complaints_by_channel on complaints (channel, opened_at desc, id);
create index complaints_by_account_check on complaints (account_check, opened_at desc, id);
