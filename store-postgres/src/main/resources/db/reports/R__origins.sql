create or replace view origins as
select d.origin, d.original_source as source, count(*) as people,
    count(*) filter (where u.stage >= 'OPPORTUNITY') as opportunities,
    count(*) filter (where u.stage >= 'CLOSED_WON') as won
from decision d left join stage_furthest u on u.person_no = d.person_no
group by d.origin, d.original_source order by people desc, d.origin, d.original_source;
comment on view origins is
    'Report: people by origin and first source, those with an opportunity, and those won. One row for each origin and source';
