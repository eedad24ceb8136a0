-- When each person entered each stage for the first time. The number: see stage_history.
create or replace view stage_reached as
select person_no, stage, min(at) as at from stage_history group by person_no, stage;
comment on view stage_reached is
    'Part of reports: one row for each person and stage that the person ever entered, with the first time';
