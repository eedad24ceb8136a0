-- Stage entries of people as they are now: those of a person who was merged away count for the survivor.
-- Views are made in the order of their names; a number stands before what other views read.
create or replace view stage_history as
select coalesce(p.survivor_no, p.no) as person_no, s.stage, s.cycle, s.at, s.evidence
from stage_entry s join person p on p.no = s.person_no;
comment on view stage_history is
    'Part of reports: one row for each time that a person, as people are now, entered a stage';
