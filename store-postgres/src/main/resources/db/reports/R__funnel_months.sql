create or replace view funnel_months as
select to_char(e.at at time zone 'UTC', 'YYYY-MM') as month, count(*) as people, count(w.person_no) as won
from stage_reached e left join stage_reached w on w.person_no = e.person_no and w.stage = 'CLOSED_WON'
where e.stage = 'EXCHANGE' group by 1 order by 1;
comment on view funnel_months is
    'Report: people by the month of their first Exchange, and how many of them were won since. One row a month';
