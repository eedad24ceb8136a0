-- Fills a store with copies of the people it holds, as if each of them were :copies different ones: what pages and plans
-- read of a person, of a record and of what waits. Users, campaigns and companies stay one. Events, raw records and keys are
-- not copied, because nothing that is measured reads them.

create temporary table copy_of as select generate_series(1, :copies - 1) as i;
create temporary table step as select
    (select max(no) from person) as person, (select max(no) from record) as record;

insert into person (no, id, survivor_no, account_key, since) overriding system value
select p.no + i * s.person, p.id || '-' || i, p.survivor_no + i * s.person,
    case when p.account_key = '' then '' else i || '.' || p.account_key end, p.since
from person p, copy_of, step s where p.no <= s.person;

insert into record (no, connection_no, kind, id, state, root_no, person_no, created_at, gone_at)
select r.no + i * s.record, r.connection_no, r.kind, r.id || '-' || i, r.state, r.root_no + i * s.record,
    r.person_no + i * s.person, r.created_at, r.gone_at
from record r, copy_of, step s where r.no <= s.record and r.kind in ('PERSON', 'OPPORTUNITY');

insert into decision (person_no, name, stage, score, origin, original_source, original_campaign, referrer, active_no,
    owner_no, decision, attribution, won, valid_until, inputs_hash, decided_at)
select d.person_no + i * s.person, d.name, d.stage, d.score, d.origin, d.original_source, d.original_campaign,
    d.referrer || '-' || i, d.active_no + i * s.record, d.owner_no, d.decision, d.attribution, d.won, d.valid_until,
    d.inputs_hash, d.decided_at
from decision d, copy_of, step s where d.person_no <= s.person;

insert into stage_entry
select e.person_no + i * s.person, e.stage, e.cycle, e.at, e.evidence, e.source, e.policy_version, e.recorded_at
from stage_entry e, copy_of, step s where e.person_no <= s.person;

insert into sla_timer
select t.person_no + i * s.person, t.kind, t.position, t.status, t.started_at, t.warn_at, t.due_at, t.met_at, t.owner_no
from sla_timer t, copy_of, step s where t.person_no <= s.person;

insert into pending_change (record_no, person_no, connection_no, fields_no, before, after, reason)
select p.record_no + i * s.record, p.person_no + i * s.person, p.connection_no, p.fields_no, p.before, p.after, p.reason
from pending_change p, copy_of, step s where p.record_no <= s.record;

insert into pending_action
select a.connection_no, a.record_no + i * s.record, a.person_no + i * s.person, a.key, a.position, a.type, a.action,
    a.evidence, a.reason
from pending_action a, copy_of, step s where a.record_no <= s.record;

insert into merge_proposal (records, person_no, survivor, proposal, state, decided_by, decided_at)
select m.records || int4send(i), m.person_no + i * s.person, m.survivor || '-' || i, m.proposal, m.state, m.decided_by,
    m.decided_at
from merge_proposal m, copy_of, step s where m.person_no <= s.person;

select setval(pg_get_serial_sequence('person', 'no'), (select max(no) from person));
select setval('record_no', (select max(no) from record));
