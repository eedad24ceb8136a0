create or replace view stage_counts as
select s.stage::text as stage, count(r.person_no) as people
from unnest(enum_range(null::stage)) s(stage) left join stage_reached r on r.stage = s.stage
group by s.stage order by s.stage;
comment on view stage_counts is
    'Report: people who ever reached each stage. One row a stage, also where nobody is';
