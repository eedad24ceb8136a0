create or replace view people_reached as
select r.stage::text as stage, r.at, l.person, l.name, l.company, l.stage as current_stage, l.score, l.owner
from stage_reached r
join person p on p.no = r.person_no
join people_page l on l.person = p.id
order by r.stage, l.score desc, l.person;
comment on view people_reached is
    'Report: who ever reached a stage, and when. One row for each person and stage';
