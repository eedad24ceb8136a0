-- Which records of a person agree, and why: found when records are joined, read when duplicates are proposed.
create table match_edge (
    left_no bigint not null,
    right_no bigint not null,
    -- The strongest first, as they were found.
    position integer not null,
    rule text collate "C" not null,
    detail text not null,
    primary key (left_no, right_no)
);
create index match_edge_right on match_edge (right_no);

-- Whoever has several records is joined once more, so that what was found before this table is in it.
insert into dirty_record (record_no, generation)
select r.no, nextval('generation') from record r
where r.kind = 'PERSON' and r.state = 'LIVE' and r.person_no is not null and exists (
    select from record other
    where other.person_no = r.person_no and other.no <> r.no and other.kind = 'PERSON' and other.state = 'LIVE')
on conflict (record_no) do update set generation = excluded.generation;
