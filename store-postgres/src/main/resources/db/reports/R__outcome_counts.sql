create or replace view outcome_counts as
select o.kind as outcome, count(*) as known, count(t.key) as told
from outcome o
left join (
    select distinct coalesce(p.survivor_no, p.no) as person_no, a.key
    from done_action a join person p on p.no = a.person_no) t
    on t.person_no = o.person_no and t.key = o.key
group by o.kind order by known desc, o.kind;
comment on view outcome_counts is
    'Report: outcomes of sales by kind, and how many of them marketing was told as events. One row for each kind that was seen';
