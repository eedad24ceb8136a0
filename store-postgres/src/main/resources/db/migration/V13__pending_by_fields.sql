-- What waits is counted and walked through without reading a value: by connection and by the set of fields.
create table pending_fields (
    no integer generated always as identity primary key,
    -- The fields' keys, sorted.
    fields text[] not null unique
);

alter table pending_change add column connection_no smallint, add column fields_no integer;

insert into pending_fields (fields)
select distinct array(select key collate "C" from jsonb_object_keys(after) key order by 1) from pending_change;

update pending_change p set connection_no = r.connection_no, fields_no = f.no
from record r, pending_fields f
where r.no = p.record_no and f.fields = array(select key collate "C" from jsonb_object_keys(p.after) key order by 1);

-- A record that is not known can hold nothing, and nothing is written to it.
delete from pending_change where connection_no is null;

alter table pending_change alter column connection_no set not null, alter column fields_no set not null;

create index pending_change_by_fields on pending_change (connection_no, fields_no, record_no);

-- The best first, as lists of people are cut into pages: see people_page.
create index decision_by_score on decision ((score::bigint) desc nulls last);
