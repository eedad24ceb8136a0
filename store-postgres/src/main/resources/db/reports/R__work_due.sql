create or replace view work_due as
select p.id as person, d.name, t.kind, t.status, t.due_at, c.name || '/USER/' || o.id as owner,
    d.decision #>> '{next,text}' as next_action
from sla_timer t
join decision d on d.person_no = t.person_no
join person p on p.no = t.person_no
left join record o on o.no = t.owner_no
left join connection c on c.no = o.connection_no
where t.status in ('MISSED', 'AT_RISK', 'ON_TRACK', 'EXTENDED')
-- What can still be kept comes first, the nearest deadline before all; of what is late, the latest.
order by array_position(array['AT_RISK', 'ON_TRACK', 'EXTENDED', 'MISSED'], t.status),
    case when t.status = 'MISSED' then -extract(epoch from t.due_at) else extract(epoch from t.due_at) end, p.id;
comment on view work_due is
    'Report: running promises, those first that can still be kept. One row a timer';
