-- How far each person ever came. Reports join it once; asking for every person again would read all entries each time.
create or replace view stage_furthest as
select person_no, max(stage) as stage from stage_history group by person_no;
comment on view stage_furthest is
    'Part of reports: one row a person, with the furthest stage that the person ever entered';
