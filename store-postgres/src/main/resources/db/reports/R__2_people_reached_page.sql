-- Not sorted: see people_page. Walks along the people, so that the best of them are found first.
create or replace view people_reached_page as
select r.stage::text as stage, r.at, p.id as person, d.name, p.account_key as company, d.stage::text as current_stage,
    d.score::bigint as score, c.name || '/USER/' || o.id as owner
from decision d
join person p on p.no = d.person_no and p.survivor_no is null
cross join lateral (
    select s.stage, min(s.at) as at from stage_history s where s.person_no = p.no group by s.stage) r
left join record o on o.no = d.owner_no
left join connection c on c.no = o.connection_no;
comment on view people_reached_page is
    'Page: who ever reached a stage, and when. One row for each person and stage';
