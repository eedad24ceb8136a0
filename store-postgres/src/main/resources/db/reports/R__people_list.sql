create or replace view people_list as
select * from people_page order by score desc, person;
comment on view people_list is
    'Report: everybody, the best score first. One row a person who was decided on';
