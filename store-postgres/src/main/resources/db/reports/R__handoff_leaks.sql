-- A handoff is over when the next stage was reached or somebody said why not. Whoever neither went on nor was answered
-- for within three weeks, the fifteen business days of the framework, fell silent.
create or replace view handoff_leaks as
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
comment on view handoff_leaks is
    'Report: who went on, who was disqualified, who fell silent and what that is worth. One row for each of the two handoffs';
