-- Read a page at a time, and therefore not sorted here: a view that sorts is sorted whole before a page is cut off it.
create or replace view people_page as
select p.id as person, d.name, p.account_key as company, d.stage::text as stage, d.score::bigint as score,
    c.name || '/USER/' || o.id as owner
from decision d
join person p on p.no = d.person_no and p.survivor_no is null
left join record o on o.no = d.owner_no
left join connection c on c.no = o.connection_no;
comment on view people_page is
    'Page: everybody. One row a person who was decided on';
