-- What a store of version 10 may hold: something for every report.
insert into connection (name, system, account_id, environment, pinned_at) values
    ('crm', 'SALESFORCE', '00D1', 'production', '2026-01-01Z'),
    ('map', 'MARKETO', '123-ABC-456', 'production', '2026-01-01Z');
insert into record (no, connection_no, kind, id, state, root_no, person_no, created_at)
select r.no, c.no, r.kind::record_kind, r.id, 'LIVE', r.no, r.person_no, '2026-01-05Z'
from connection c join (values
    (1, 'crm', 'PERSON', '00Q1', 1), (2, 'crm', 'PERSON', '00Q2', 1), (3, 'map', 'PERSON', '7', 1),
    (4, 'crm', 'PERSON', '00Q4', 2), (5, 'crm', 'PERSON', '00Q5', 3), (9, 'crm', 'USER', '0051', null)
) r(no, connection, kind, id, person_no) on r.connection = c.name;
insert into person (id, survivor_no, account_key, since) values
    ('p-1', null, 'example.org', '2026-01-05Z'),
    ('p-2', null, '', '2026-01-06Z'),
    ('p-3', null, 'example.org', '2026-01-07Z'),
    ('p-was-1', 1, '', '2026-01-08Z');
insert into content (record_no, type, version, field_set_no, digest, raw, facts, links, keys, own, email) values
    (1, 'Lead', '2026-02-01Z', 1, '\x01', '{}', '\x', '\x', '\x', '{}', 'ada@example.org'),
    (3, 'Lead', '2026-02-01Z', 1, '\x03', '{}', '\x', '\x', '\x', '{}', 'ada@example.org');
insert into decision (person_no, name, stage, score, origin, original_source, original_campaign, referrer, active_no,
    owner_no, decision, attribution, won, valid_until, inputs_hash, decided_at) values
    (1, 'Ada Lovelace', 'CLOSED_WON', 78, 'MARKETING', 'organic search', 'Spring', 'p-2', 1, 9,
        '{"next": {"text": "Call Ada"}}', '{"referral": {"suggested": true}}', 12000.50, '2026-04-01Z', 'a', '2026-03-01Z'),
    (2, 'Grace Hopper', 'CONVERSATION_LEAD', 40, 'SALES', '', '', null, 4, null,
        '{"disposition": {"outcome": "DISQUALIFIED"}}', '{}', 0, '2026-04-01Z', 'a', '2026-03-01Z'),
    (3, 'Alan Turing', 'CONVERSATION_LEAD', 40, 'MARKETING', 'webinar', '', null, 5, 9,
        '{}', '{}', 0, '2026-04-01Z', 'a', '2026-03-01Z');
insert into stage_entry (person_no, stage, cycle, at, evidence, source, policy_version, recorded_at)
select s.person_no, s.stage::stage, 1, s.at::timestamptz, 'form', 'crm/PERSON/00Q1', 'policy-1', '2026-03-01Z'
from (values
    (1, 'EXCHANGE', '2025-01-10Z'), (4, 'EXCHANGE', '2025-01-02Z'), (1, 'CONVERSATION_LEAD', '2025-01-11Z'),
    (1, 'FIRST_SALES_MEETING', '2025-01-20Z'), (1, 'OPPORTUNITY', '2025-02-01Z'), (1, 'CLOSED_WON', '2025-03-01Z'),
    (2, 'EXCHANGE', '2025-01-12Z'), (2, 'CONVERSATION_LEAD', '2025-01-13Z'), (3, 'CONVERSATION_LEAD', '2025-01-14Z')
) s(person_no, stage, at);
insert into sla_timer (person_no, kind, position, status, started_at, warn_at, due_at, met_at, owner_no) values
    (1, 'FIRST_TOUCH', 0, 'MET', '2026-02-01Z', '2026-02-01 02:00Z', '2026-02-01 04:00Z', '2026-02-01 01:00Z', 9),
    (2, 'FIRST_TOUCH', 0, 'MISSED', '2026-02-01Z', '2026-02-01 02:00Z', '2026-02-01 04:00Z', null, null),
    (3, 'RESOLUTION', 0, 'AT_RISK', '2026-02-01Z', '2026-03-01Z', '2026-03-09Z', null, 9);
insert into merge_proposal (records, person_no, survivor, proposal, state, decided_by, decided_at) values
    ('\x01', 1, 'crm/PERSON/00Q1', '{"losers": ["crm/PERSON/00Q2"], "evidence": "one e-mail"}', 'MERGED', 'ada', '2026-02-02Z'),
    ('\x02', 2, 'crm/PERSON/00Q4', '{"losers": ["crm/PERSON/00Q5"], "obstacle": "two owners"}', 'PROPOSED', null, null);
insert into intent (id, connection_no, record_no, command_type, command, capabilities, before, reason, plan, at,
    outcome_type, outcome, outcome_at, action_key)
select i.id, c.no, i.record_no, i.type, i.command::jsonb, '{}', '{}', i.reason, 'plan-1', '2026-02-03Z', i.outcome_type,
    i.outcome::jsonb, '2026-02-03 00:01Z', i.action_key
from connection c join (values
    ('i-1', 'crm', 1, 'SetFields', '{}', 'score 70 -> 78', 'Rejected', '{"code": "RECORD_INVALID", "vendorMessage": "no"}', null),
    ('i-2', 'map', 3, 'PublishOutcome', '{"outcome": "CLOSED_WON", "at": "2025-03-01T00:00:00Z", "details": {"reason": "", "program": "Spring"}}',
        'won', 'Written', '{}', 'won-1'),
    ('i-3', 'crm', 4, 'CreateTask', '{}', 'call', 'Rejected', '{"code": "FIELD_NOT_WRITABLE", "vendorMessage": "closed"}', 'task-1'),
    ('i-4', 'crm', 5, 'Reassign', '{}', 'late', 'Written', '{}', 'back-1')
) i(id, connection, record_no, type, command, reason, outcome_type, outcome, action_key) on i.connection = c.name;
insert into pending_change (record_no, person_no, before, after, reason) values
    (1, 1, '{"of_score": "70"}', '{"of_score": "78"}', 'score 70 -> 78');
insert into refused_field (record_no, field, wanted, version, intent_no)
select 1, 'of_score', '78', '2026-02-01Z', no from intent where id = 'i-1';
insert into pending_action (connection_no, record_no, person_no, key, position, type, action, evidence, reason)
select no, 4, 2, 'task-1', 0, 'Task', '{"type": "Task"}', '{}', 'call' from connection where name = 'crm';
insert into refused_action (connection_no, record_no, key, action, version, intent_no)
select connection_no, 4, 'task-1', '{"type": "Task"}', null, no from intent where id = 'i-3';
insert into outcome (person_no, key, kind, at, recorded_at, fact) values
    (1, 'won-1', 'CLOSED_WON', '2025-03-01Z', '2026-02-03Z', '{}'), (2, 'lost-1', 'DISQUALIFIED', '2025-03-01Z', '2026-02-03Z', '{}');
insert into done_action (connection_no, record_no, person_no, key, intent_no)
select connection_no, 3, 4, 'won-1', no from intent where id = 'i-2';
insert into run (step, begun_at, ended_at) values ('pull', '2026-03-01Z', '2026-03-01 00:10Z');
insert into run_shortfall (run_no, position, what, why, remedy)
select no, 0, 'crm PERSON', 'the day''s calls are used up', 'wait until tomorrow' from run;
