-- Read a page at a time, and therefore not sorted here: by urgency and person. The number: see stage_history.
create or replace view timers_page as
select p.id as person, d.name, t.kind, t.status, t.due_at, c.name || '/USER/' || o.id as owner,
    -- What can still be kept comes first, the nearest deadline before all; of what is late, the latest.
    array_position(array['AT_RISK', 'ON_TRACK', 'EXTENDED', 'MISSED'], t.status) * 100000000000
        + case when t.status = 'MISSED' then 50000000000 - extract(epoch from t.due_at)::bigint
            else extract(epoch from t.due_at)::bigint end as urgency
from sla_timer t
join decision d on d.person_no = t.person_no
join person p on p.no = t.person_no
left join record o on o.no = t.owner_no
left join connection c on c.no = o.connection_no
where t.status in ('MISSED', 'AT_RISK', 'ON_TRACK', 'EXTENDED');
comment on view timers_page is
    'Page: running promises with their urgency, the least number first. One row a timer';
