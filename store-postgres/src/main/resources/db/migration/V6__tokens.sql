-- Refresh tokens that a vendor replaced. Never in the clear: the key is kept beside the configuration, not in here.
create table vendor_token (
    connection_name text not null,
    key text not null,
    -- Of the configured token that this one came from: a newly configured one makes it void.
    configured_digest bytea not null,
    sealed bytea,
    changed_at timestamptz not null default clock_timestamp(),
    primary key (connection_name, key)
);
