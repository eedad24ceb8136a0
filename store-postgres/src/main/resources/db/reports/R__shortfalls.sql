create or replace view shortfalls as
select r.step, r.ended_at as since, s.what, s.why, s.remedy
from (select distinct on (step) no, step, ended_at from run where ended_at is not null order by step, no desc) r
join run_shortfall s on s.run_no = r.no order by r.step, s.position;
comment on view shortfalls is
    'Report: what the last run of each step could not do. One row a shortfall';
