create or replace view outcomes_returned as
select p.id as person, d.name, i.command ->> 'outcome' as outcome, i.command #>> '{details,reason}' as reason,
    (i.command ->> 'at')::timestamptz as at, c.name || '/' || r.kind || '/' || r.id as told,
    i.command #>> '{details,program}' as program, coalesce(i.outcome_type, 'Unsettled') as state,
    coalesce(i.outcome_at, i.at) as since
from intent i
join record r on r.no = i.record_no
join connection c on c.no = i.connection_no
left join person gone on gone.no = r.person_no
left join person p on p.no = coalesce(gone.survivor_no, gone.no)
left join decision d on d.person_no = p.no
where i.command_type = 'PublishOutcome'
order by i.no desc;
comment on view outcomes_returned is
    'Report: outcomes told to marketing: what, when, to whom, and what became of it. One row for each one sent';
