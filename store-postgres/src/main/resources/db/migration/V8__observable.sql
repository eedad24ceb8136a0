-- From when on things of a kind are known: what a vendor had purged when the first pull began is unknown, not absent.
-- -infinity: it purges nothing. A kind that was never pulled has no row.
create table observable (
    connection_no smallint not null,
    kind record_kind not null,
    since timestamptz not null,
    primary key (connection_no, kind)
);
