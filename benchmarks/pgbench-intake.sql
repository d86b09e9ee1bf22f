-- What one POST of a trouble ticket writes, as EF Core sends it: the number, then one transaction with the case, its
-- first line of history, its three clocks and its event. One insert per table: when the use case writes more, it gets a line here.
select nextval('case_number') as number \gset
begin;
select id from hub_subscriptions
  where api = '/tmf-api/troubleTicket/v4' and (account_id is null or account_id = '0190a000-0000-7000-8000-000000000001');
insert into complaints (id, version, case_number, ticket_type, severity, description, channel, status, status_changed_at,
    owned_by, unit, needs_callback, expected_resolution_at, search_terms,
    account_id, account_check, account_checks, opened_at, last_update, traceparent)
  values (gen_random_uuid(), 1, 'P-20261121-' || :number::text, 'Complaint', 'Major', '宽带每晚八点后断线，已经第三次了', 'Hotline',
    'Acknowledged', now(), 'demo-agent', 'care-1', true, now() + interval '15 days',
    '{宽带,带每,每晚,晚八,八点,点后,后断,断线,已经,经第,第三,三次,次了}', '0190a000-0000-7000-8000-000000000001', 'Verified', 0, now(), now(),
    '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
  returning id as case_id \gset
insert into complaint_history (complaint_id, version, what, who, role, trace_id, at)
  values (:case_id, 1, 'open', 'demo-agent', 'agent', '0af7651916cd43dd8448eb211c80319c', now())
  returning position;
insert into promise_clocks (complaint_id, kind, round, status, policy_key, jurisdiction, policy_version, amount, unit,
    counts, warn_share, started_at, warn_at, due_at, next_at)
  values
    (:case_id, 'Acknowledgement', 1, 'Running', 'complaint.ack', 'CN-national', 1, 2, 'Hours', 'Calendar', 0.8, now(),
      now() + interval '96 minutes', now() + interval '2 hours', now() + interval '96 minutes'),
    (:case_id, 'FirstResult', 1, 'Running', 'complaint.first_result', 'CN-national', 1, 48, 'Hours', 'Calendar', 0.8,
      now(), now() + interval '38 hours', now() + interval '48 hours', now() + interval '38 hours'),
    (:case_id, 'FinalAnswer', 1, 'Running', 'complaint.final', 'CN-national', 1, 15, 'Days', 'Calendar', 0.8, now(),
      now() + interval '12 days', now() + interval '15 days', now() + interval '12 days');
insert into outbox (message_id, event_type, body, aggregate_id, aggregate_version, traceparent, recorded_at)
  values (gen_random_uuid(), 'Complaints.Contracts.Events.V1.ComplaintOpened',
    '{"ComplaintId": "0190a000-0000-7000-8000-000000000001", "Version": 1, "CaseNumber": "C-20261121-000001", "TicketType": "complaint", "Severity": "major", "Channel": "hotline", "AccountId": "0190a000-0000-7000-8000-000000000001", "ContactPhone": null, "ContactLanguage": null, "OpenedAt": "2026-11-21T00:00:00Z"}',
    :case_id, 1, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', now())
  returning position;
commit;
