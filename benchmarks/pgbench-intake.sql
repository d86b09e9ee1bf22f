-- What one POST of a trouble ticket writes, as EF Core sends it: the number, then one transaction with the case, its
-- first line of history and its event. One insert per table: when the use case writes more, it gets a line here.
select nextval('case_number') as number \gset
begin;
insert into complaints (id, version, case_number, ticket_type, severity, description, channel, status, status_changed_at,
    owned_by, account_id, account_check, account_checks, opened_at, last_update, traceparent)
  values (gen_random_uuid(), 1, 'P-20261121-' || :number::text, 'Complaint', 'Major', '宽带每晚八点后断线，已经第三次了', 'Hotline',
    'Acknowledged', now(), 'demo-agent', '0190a000-0000-7000-8000-000000000001', 'Verified', 0, now(), now(),
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
  returning id as case_id \gset
insert into complaint_history (complaint_id, version, what, who, role, trace_id, at)
  values (:case_id, 1, 'open', 'demo-agent', 'agent', '0af7651916cd43dd8448eb211c80319c', now())
  returning position;
insert into outbox (message_id, event_type, body, aggregate_id, aggregate_version, traceparent, recorded_at)
  values (gen_random_uuid(), 'Complaints.Contracts.Events.V1.ComplaintOpened',
    '{"ComplaintId": "0190a000-0000-7000-8000-000000000001", "Version": 1, "CaseNumber": "C-20261121-000001", "TicketType": "complaint", "Severity": "major", "Channel": "hotline", "AccountId": "0190a000-0000-7000-8000-000000000001", "ContactPhone": null, "ContactLanguage": null, "OpenedAt": "2026-11-21T00:00:00Z"}',
    :case_id, 1, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', now())
  returning position;
commit;
