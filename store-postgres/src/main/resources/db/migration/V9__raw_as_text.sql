-- No query looks into a raw record: it is compared by its digest and read as a whole. Parsing it into jsonb was a third of
-- what PostgreSQL did for a new record, and ordering its keys again what most reading began with. raw::jsonb is there for
-- whoever wants to look.
alter table content alter column raw type text using raw::text;

-- Nothing is ever searched by these, and a sample of them is most of what analyzing the largest table reads.
alter table content
    alter column raw set statistics 0,
    alter column digest set statistics 0,
    alter column facts set statistics 0,
    alter column links set statistics 0,
    alter column keys set statistics 0,
    alter column own set statistics 0,
    alter column acked set statistics 0,
    alter column written set statistics 0;
