create or replace view identity_summary as
with per_system as (
    select r.person_no, r.connection_no, count(*) as records
    from record r where r.kind = 'PERSON' and r.state = 'LIVE' and r.person_no is not null
    group by r.person_no, r.connection_no
), per_person as (
    select person_no, sum(records) as records, sum(records - 1) as doubles, count(*) as systems
    from per_system group by person_no
)
select coalesce(sum(records), 0)::bigint as records, count(*) as people, coalesce(sum(doubles), 0)::bigint as inside,
    count(*) filter (where systems > 1) as across
from per_person;
comment on view identity_summary is
    'Report: records, people, doubles inside a system, people known in several systems. One row';
