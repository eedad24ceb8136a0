-- A touch from before the clock began (before go-live) keeps the promise, but says nothing of its speed.
create or replace view first_touch as
select c.name || '/' || o.id as owner,
    count(*) as timers,
    count(*) filter (where t.status = 'MET') as met,
    count(*) filter (where t.status = 'MISSED') as missed,
    percentile_cont(0.5) within group (order by extract(epoch from t.met_at - t.started_at)::double precision / 60)
        filter (where t.met_at >= t.started_at) as median_minutes
from sla_timer t
left join record o on o.no = t.owner_no
left join connection c on c.no = o.connection_no
where t.kind = 'FIRST_TOUCH' and t.status <> 'NOT_APPLICABLE'
group by 1 order by 1;
comment on view first_touch is
    'Report: first touches by owner, with the median of the wall-clock minutes. One row an owner who has timers';
