-- Report definitions: the console, CSV and outside tools read these views. A view whose comment begins with "Report:"
-- is a report. Names and columns are stable; a formula stands here and nowhere else.

-- Stage entries of people as they are now: those of a person who was merged away count for the survivor.
create view stage_history as
select coalesce(p.survivor_no, p.no) as person_no, s.stage, s.cycle, s.at, s.evidence
from stage_entry s join person p on p.no = s.person_no;

create view stage_reached as
select person_no, stage, min(at) as at from stage_history group by person_no, stage;

-- How far each person ever came. Reports join it once; asking for every person again would read all entries each time.
create view stage_furthest as
select person_no, max(stage) as stage from stage_history group by person_no;

create view stage_counts as
select s.stage::text as stage, count(r.person_no) as people
from unnest(enum_range(null::stage)) s(stage) left join stage_reached r on r.stage = s.stage
group by s.stage order by s.stage;
comment on view stage_counts is 'Report: people who ever reached each stage';

-- A person converts from a stage when any later stage was reached, at whatever time: vendors often date the earlier one later.
create view stage_conversion as
select f.stage::text as from_stage, t.stage::text as to_stage, count(r.person_no) as people,
    count(r.person_no) filter (where u.stage >= t.stage) as converted,
    count(r.person_no) filter (where u.stage >= t.stage)::double precision / nullif(count(r.person_no), 0) as share
from unnest(enum_range(null::stage)) with ordinality f(stage, position)
join unnest(enum_range(null::stage)) with ordinality t(stage, position) on t.position = f.position + 1
left join stage_reached r on r.stage = f.stage
left join stage_furthest u on u.person_no = r.person_no
group by f.stage, t.stage order by f.stage;
comment on view stage_conversion is 'Report: of the people who reached a stage, how many reached the next one or a later one';

-- A touch from before the clock began (before go-live) keeps the promise, but says nothing of its speed.
create view first_touch as
select c.name || '/' || o.id as owner,
    count(*) as timers,
    count(*) filter (where t.status = 'MET') as met,
    count(*) filter (where t.status = 'MISSED') as missed,
    percentile_cont(0.5) within group (order by extract(epoch from t.met_at - t.started_at)::double precision / 60)
        filter (where t.met_at >= t.started_at) as median_minutes
from sla_timer t
left join record o on o.no = t.owner_no
left join connection c on c.no = o.connection_no
where t.kind = 'FIRST_TOUCH' and t.status <> 'NOT_APPLICABLE'
group by 1 order by 1;
comment on view first_touch is 'Report: first touches by owner, with the median of the wall-clock minutes';

create view sla_status as
select kind, status, count(*) as count from sla_timer group by kind, status order by kind, status;
comment on view sla_status is 'Report: timers by kind and status';

create view origins as
select d.origin, d.original_source as source, count(*) as people,
    count(*) filter (where u.stage >= 'OPPORTUNITY') as opportunities,
    count(*) filter (where u.stage >= 'CLOSED_WON') as won
from decision d left join stage_furthest u on u.person_no = d.person_no
group by d.origin, d.original_source order by people desc, d.origin, d.original_source;
comment on view origins is 'Report: people by origin and first source, those with an opportunity, and those won';

create view funnel_months as
select to_char(e.at at time zone 'UTC', 'YYYY-MM') as month, count(*) as people, count(w.person_no) as won
from stage_reached e left join stage_reached w on w.person_no = e.person_no and w.stage = 'CLOSED_WON'
where e.stage = 'EXCHANGE' group by 1 order by 1;
comment on view funnel_months is 'Report: people by the month of their first Exchange, and how many of them were won since';

create view merges as
select m.no as number, m.survivor, jsonb_array_length(m.proposal -> 'losers')::bigint as losers,
    m.proposal ->> 'evidence' as evidence, m.state, m.proposal ->> 'obstacle' as obstacle, m.decided_by, m.decided_at
from merge_proposal m order by m.no;
comment on view merges is 'Report: duplicates found, and what became of them';

create view rejected_writes as
select c.name || '/' || r.kind || '/' || r.id as record, f.field, f.wanted, i.outcome ->> 'code' as code,
    i.outcome ->> 'vendorMessage' as message, i.reason, i.outcome_at as since
from refused_field f
join intent i on i.no = f.intent_no
join record r on r.no = f.record_no
join connection c on c.no = r.connection_no
join pending_change p on p.record_no = f.record_no and p.after ->> f.field = f.wanted
left join content n on n.record_no = f.record_no
where f.version is not distinct from n.version
order by i.outcome_at desc, record, f.field;
comment on view rejected_writes is 'Report: fields that a vendor refused, as long as neither side changes';

create view shortfalls as
select r.step, r.ended_at as since, s.what, s.why, s.remedy
from (select distinct on (step) no, step, ended_at from run where ended_at is not null order by step, no desc) r
join run_shortfall s on s.run_no = r.no order by r.step, s.position;
comment on view shortfalls is 'Report: what the last run of each step could not do';

create view time_to_win as
select p.id as person, e.at as first_exchange_at, w.at as won_at,
    ((w.at at time zone 'UTC')::date - (e.at at time zone 'UTC')::date)::bigint as days
from stage_reached w
join stage_reached e on e.person_no = w.person_no and e.stage = 'EXCHANGE'
join person p on p.no = w.person_no
-- A win long before the first Exchange was not brought about by it; a few days are how late a deal or a form is entered.
where w.stage = 'CLOSED_WON' and e.at < w.at + interval '7 days' order by w.at, p.id;
comment on view time_to_win is 'Report: days from the first Exchange to the first win';
