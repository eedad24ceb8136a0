-- A person converts from a stage when any later stage was reached, at whatever time: vendors often date the earlier one later.
create or replace view stage_conversion as
select f.stage::text as from_stage, t.stage::text as to_stage, count(r.person_no) as people,
    count(r.person_no) filter (where u.stage >= t.stage) as converted,
    count(r.person_no) filter (where u.stage >= t.stage)::double precision / nullif(count(r.person_no), 0) as share
from unnest(enum_range(null::stage)) with ordinality f(stage, position)
join unnest(enum_range(null::stage)) with ordinality t(stage, position) on t.position = f.position + 1
left join stage_reached r on r.stage = f.stage
left join stage_furthest u on u.person_no = r.person_no
group by f.stage, t.stage order by f.stage;
comment on view stage_conversion is
    'Report: of the people who reached a stage, how many reached the next one or a later one. One row for each stage but the last';
