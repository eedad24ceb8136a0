create or replace view sla_status as
select kind, status, count(*) as count from sla_timer group by kind, status order by kind, status;
comment on view sla_status is
    'Report: timers by kind and status. One row for each kind and status that a timer has';
