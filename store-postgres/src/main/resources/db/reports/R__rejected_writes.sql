-- Refused actions stand beside refused fields.
create or replace view rejected_writes as
select c.name || '/' || r.kind || '/' || r.id as record, f.field, f.wanted, i.outcome ->> 'code' as code,
    i.outcome ->> 'vendorMessage' as message, i.reason, i.outcome_at as since
from refused_field f
join intent i on i.no = f.intent_no
join record r on r.no = f.record_no
join connection c on c.no = r.connection_no
join pending_change p on p.record_no = f.record_no and p.after ->> f.field = f.wanted
left join content n on n.record_no = f.record_no
where f.version is not distinct from n.version
union all
select c.name || '/' || r.kind || '/' || r.id, a.type, i.reason, i.outcome ->> 'code', i.outcome ->> 'vendorMessage',
    i.reason, i.outcome_at
from refused_action f
join pending_action a on a.connection_no = f.connection_no and a.record_no = f.record_no and a.key = f.key
    and a.action = f.action
join intent i on i.no = f.intent_no
join record r on r.no = f.record_no
join connection c on c.no = r.connection_no
left join content n on n.record_no = f.record_no
where f.version is not distinct from n.version
order by since desc, record, field;
comment on view rejected_writes is
    'Report: what a vendor refused, as long as neither side changes. One row for each field of a record, and for each action';
