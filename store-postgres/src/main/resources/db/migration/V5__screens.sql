-- What the console's pages and the demo show. Like every report they are views, so that any tool reads the same.

create view identity_summary as
with per_system as (
    select r.person_no, r.connection_no, count(*) as records
    from record r where r.kind = 'PERSON' and r.state = 'LIVE' and r.person_no is not null
    group by r.person_no, r.connection_no
), per_person as (
    select person_no, sum(records) as records, sum(records - 1) as doubles, count(*) as systems
    from per_system group by person_no
)
select coalesce(sum(records), 0)::bigint as records, count(*) as people, coalesce(sum(doubles), 0)::bigint as inside,
    count(*) filter (where systems > 1) as across
from per_person;
comment on view identity_summary is 'Report: records, people, doubles inside a system, people known in several systems';

create view referral_summary as
select count(*) filter (where referrer is not null) as linked,
    count(*) filter (where referrer is not null and (attribution #>> '{referral,suggested}')::boolean) as suggested
from decision;
comment on view referral_summary is 'Report: people with a referrer, and how many of them were found by the rule';

create view work_due as
select p.id as person, d.name, t.kind, t.status, t.due_at, c.name || '/USER/' || o.id as owner,
    d.decision #>> '{next,text}' as next_action
from sla_timer t
join decision d on d.person_no = t.person_no
join person p on p.no = t.person_no
left join record o on o.no = t.owner_no
left join connection c on c.no = o.connection_no
where t.status in ('MISSED', 'AT_RISK', 'ON_TRACK', 'EXTENDED')
-- What can still be kept comes first, the nearest deadline before all; of what is late, the latest.
order by array_position(array['AT_RISK', 'ON_TRACK', 'EXTENDED', 'MISSED'], t.status),
    case when t.status = 'MISSED' then -extract(epoch from t.due_at) else extract(epoch from t.due_at) end, p.id;
comment on view work_due is 'Report: running promises, those first that can still be kept';

create view people_list as
select p.id as person, d.name, p.account_key as company, d.stage::text as stage, d.score::bigint as score,
    c.name || '/USER/' || o.id as owner
from decision d
join person p on p.no = d.person_no and p.survivor_no is null
left join record o on o.no = d.owner_no
left join connection c on c.no = o.connection_no
order by d.score desc, p.id;
comment on view people_list is 'Report: everybody, the best score first';

create view people_reached as
select r.stage::text as stage, r.at, l.person, l.name, l.company, l.stage as current_stage, l.score, l.owner
from stage_reached r
join person p on p.no = r.person_no
join people_list l on l.person = p.id
order by r.stage, l.score desc, l.person;
comment on view people_reached is 'Report: who ever reached a stage, and when';

-- A handoff is over when the next stage was reached or somebody said why not. Whoever neither went on nor was answered
-- for within three weeks, the fifteen business days of the framework, fell silent.
create view handoff_leaks as
with handoff (position, label, from_stage, to_stage) as (values
    (1, 'Conversation Lead to First Sales Meeting', 'CONVERSATION_LEAD'::stage, 'FIRST_SALES_MEETING'::stage),
    (2, 'First Sales Meeting to Opportunity', 'FIRST_SALES_MEETING'::stage, 'OPPORTUNITY'::stage)
), entered as (
    select h.position, h.label, r.person_no, r.at, d.won,
        coalesce(nullif(d.original_campaign, ''), nullif(d.original_source, ''), '(not known)') as program,
        u.stage >= h.to_stage as went_on,
        d.decision #>> '{disposition,outcome}' is not null as answered,
        d.decision #>> '{disposition,outcome}' = 'DISQUALIFIED' as disqualified
    from handoff h
    join stage_reached r on r.stage = h.from_stage
    join stage_furthest u on u.person_no = r.person_no
    join decision d on d.person_no = r.person_no
), judged as (
    select *, not went_on and not answered and at < now() - interval '21 days' as silent from entered
), programs as (
    select position, string_agg(program || ' (' || people || ')', ', ' order by people desc, program) as programs
    from (
        select position, program, count(*) as people,
            row_number() over (partition by position order by count(*) desc, program) as rank
        from judged where silent group by position, program
    ) ranked
    where rank <= 3 group by position
)
select j.label as handoff, count(*) as entered, count(*) filter (where went_on) as converted,
    count(*) filter (where not went_on and disqualified) as disqualified, count(*) filter (where silent) as silent,
    round(count(*) filter (where silent) * (sum(won) / count(*)))::bigint as silent_value,
    coalesce(p.programs, '') as programs
from judged j left join programs p on p.position = j.position
group by j.position, j.label, p.programs order by j.position;
comment on view handoff_leaks is 'Report: the two handoffs: who went on, who was disqualified, who fell silent and what that is worth';
