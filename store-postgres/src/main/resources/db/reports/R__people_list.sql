create or replace view people_list as
select p.id as person, d.name, p.account_key as company, d.stage::text as stage, d.score::bigint as score,
    c.name || '/USER/' || o.id as owner
from decision d
join person p on p.no = d.person_no and p.survivor_no is null
left join record o on o.no = d.owner_no
left join connection c on c.no = o.connection_no
order by d.score desc, p.id;
comment on view people_list is
    'Report: everybody, the best score first. One row a person who was decided on';
