-- The way back: what became of people in sales, who may hear of it, what is to be done, and what was.

-- Append-only, like stage entries. The key names the fact, so that the same one is recorded once.
create table outcome (
    no bigint generated always as identity primary key,
    person_no bigint not null,
    key text collate "C" not null,
    kind text collate "C" not null,
    at timestamptz not null,
    recorded_at timestamptz not null,
    -- Everything, as it was when it was first seen.
    fact jsonb not null,
    unique (person_no, key)
);
create index outcome_by_time on outcome (at);

-- A marketer's word that nothing is set off by the first load. What happened before "since" is never told.
create table outcome_confirmation (
    connection_no smallint primary key,
    since timestamptz not null,
    who text not null,
    at timestamptz not null
);

-- What is to be done and is more than a field.
create table pending_action (
    connection_no smallint not null,
    record_no bigint not null,
    person_no bigint not null,
    key text collate "C" not null,
    position integer not null,
    type text not null,
    action jsonb not null,
    evidence text[] not null,
    reason text not null,
    primary key (connection_no, record_no, key)
);
create index pending_action_of_person on pending_action (person_no);

-- What was done, for good: neither for the same person nor on the same record is it done again, whatever merges.
create table done_action (
    connection_no smallint not null,
    record_no bigint not null,
    person_no bigint,
    key text collate "C" not null,
    intent_no bigint not null,
    primary key (connection_no, record_no, key)
);
create index done_action_of_person on done_action (person_no, key);

-- Which action an intended write does; null for fields and merges.
alter table intent add column action_key text collate "C";
create index intent_of_action on intent (record_no, action_key) where action_key is not null;

-- Set aside while the action and its record stay as they were.
create table refused_action (
    connection_no smallint not null,
    record_no bigint not null,
    key text collate "C" not null,
    action jsonb not null,
    version timestamptz,
    intent_no bigint not null,
    primary key (connection_no, record_no, key)
);

create view outcomes_returned as
select p.id as person, d.name, i.command ->> 'outcome' as outcome, i.command #>> '{details,reason}' as reason,
    (i.command ->> 'at')::timestamptz as at, c.name || '/' || r.kind || '/' || r.id as told,
    i.command #>> '{details,program}' as program, coalesce(i.outcome_type, 'Unsettled') as state,
    coalesce(i.outcome_at, i.at) as since
from intent i
join record r on r.no = i.record_no
join connection c on c.no = i.connection_no
left join person gone on gone.no = r.person_no
left join person p on p.no = coalesce(gone.survivor_no, gone.no)
left join decision d on d.person_no = p.no
where i.command_type = 'PublishOutcome'
order by i.no desc;
comment on view outcomes_returned is 'Report: outcomes told to marketing: what, when, to whom, and what became of it';

create view outcome_counts as
select o.kind as outcome, count(*) as known, count(t.key) as told
from outcome o
left join (
    select distinct coalesce(p.survivor_no, p.no) as person_no, a.key
    from done_action a join person p on p.no = a.person_no) t
    on t.person_no = o.person_no and t.key = o.key
group by o.kind order by known desc, o.kind;
comment on view outcome_counts is 'Report: outcomes of sales by kind, and how many of them marketing was told as events';

-- Refused actions stand beside refused fields.
create or replace view rejected_writes as
select c.name || '/' || r.kind || '/' || r.id as record, f.field, f.wanted, i.outcome ->> 'code' as code,
    i.outcome ->> 'vendorMessage' as message, i.reason, i.outcome_at as since
from refused_field f
join intent i on i.no = f.intent_no
join record r on r.no = f.record_no
join connection c on c.no = r.connection_no
join pending_change p on p.record_no = f.record_no and p.after ->> f.field = f.wanted
left join content n on n.record_no = f.record_no
where f.version is not distinct from n.version
union all
select c.name || '/' || r.kind || '/' || r.id, a.type, i.reason, i.outcome ->> 'code', i.outcome ->> 'vendorMessage',
    i.reason, i.outcome_at
from refused_action f
join pending_action a on a.connection_no = f.connection_no and a.record_no = f.record_no and a.key = f.key
    and a.action = f.action
join intent i on i.no = f.intent_no
join record r on r.no = f.record_no
join connection c on c.no = r.connection_no
left join content n on n.record_no = f.record_no
where f.version is not distinct from n.version
order by since desc, record, field;
comment on view rejected_writes is 'Report: what a vendor refused, as long as neither side changes';
