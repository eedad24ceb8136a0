create or replace view merges as
select m.no as number, m.survivor, jsonb_array_length(m.proposal -> 'losers')::bigint as losers,
    m.proposal ->> 'evidence' as evidence, m.state, m.proposal ->> 'obstacle' as obstacle, m.decided_by, m.decided_at
from merge_proposal m order by m.no;
comment on view merges is
    'Report: duplicates found, and what became of them. One row for each set of records';
