-- What the vendors hold, as it came, and which of it is news.
--
-- Conventions: "no" is our own number of a row; ids are the vendors'. Texts that are compared or sorted as ids are
-- COLLATE "C", so that an order does not depend on the machine. Tables that are loaded by the million carry no foreign
-- keys: each would cost a look-up for every row, and all of them are written by one class inside one transaction.

create type record_kind as enum (
    'PERSON', 'COMPANY', 'OPPORTUNITY', 'CONTACT_ROLE', 'CAMPAIGN', 'RESPONSE', 'TOUCH', 'MEETING', 'USER');
create type link_role as enum (
    'OWNER', 'ACCOUNT', 'PARENT_ACCOUNT', 'PERSON', 'OPPORTUNITY', 'CAMPAIGN', 'CONVERTED_TO', 'REFERRED_BY', 'ACTOR',
    'MANAGER', 'PREVIOUS_OWNER');
-- EXPECTED: something refers to it and it has not come yet.
create type record_state as enum ('EXPECTED', 'LIVE', 'DELETED', 'MERGED');
create type channel as enum (
    'CALL', 'EMAIL', 'SOCIAL', 'MEETING', 'CHAT', 'AUTOMATED_ASSISTANT', 'FORM', 'WEB', 'CAMPAIGN', 'TASK', 'OTHER');
create type direction as enum ('OUTBOUND', 'INBOUND', 'INTERNAL');
create type touch_result as enum (
    'NONE', 'CONNECTED', 'LEFT_VOICEMAIL', 'NO_ANSWER', 'WRONG_NUMBER', 'REPLIED', 'OPENED', 'BOUNCED');
create type offer as enum ('DEMO', 'PRICING', 'TALK_TO_EXPERT', 'CONTENT', 'WEBINAR', 'EVENT', 'OTHER');

-- A named account of a vendor. The columns of the pin are null until the first check.
create table connection (
    no smallint generated always as identity primary key,
    name text collate "C" not null unique,
    system text,
    account_id text,
    environment text,
    pinned_at timestamptz
);

-- Who may change what. The epoch grows with each holder and is checked inside every changing transaction.
create table lease (
    name text collate "C" primary key,
    epoch bigint not null,
    holder text,
    expires_at timestamptz not null
);

create table pull_state (
    connection_no smallint not null,
    kind record_kind not null,
    cursor text not null,
    complete_to timestamptz,
    primary key (connection_no, kind)
);

-- Stored events by connection and kind: counting a hundred million rows each day would be the day's largest query.
create table event_count (
    connection_no smallint not null,
    kind record_kind not null,
    stored bigint not null,
    primary key (connection_no, kind)
);

create sequence record_no;

-- One row for each vendor record that was seen or referred to. Narrow: joins and merges touch this one alone.
create table record (
    no bigint primary key,
    connection_no smallint not null,
    kind record_kind not null,
    id text collate "C" not null,
    state record_state not null,
    -- Itself, or the record it was merged into at the end of the chain.
    root_no bigint not null,
    -- Whose it is; for a merged one whose the root is. Kept when it is deleted, so that an undeleted one comes home.
    person_no bigint,
    created_at timestamptz,
    gone_at timestamptz,
    unique (connection_no, kind, id)
);
create index record_of_person on record (person_no) where person_no is not null;
create index record_merged_into on record (root_no) where root_no <> no;

-- The names of fetched fields, which thousands of records have in common.
create table field_set (
    no integer generated always as identity primary key,
    digest bytea not null unique,
    names text[] not null
);

-- What a record holds.
create table content (
    record_no bigint primary key,
    type text not null,
    version timestamptz not null,
    field_set_no integer not null,
    -- Of everything below that comes from the vendor: an equal one needs no write.
    digest bytea not null,
    -- fields, links, history, in the vendor's words
    raw jsonb not null,
    -- Of what decisions read of it, without our own fields.
    facts bytea not null,
    links bytea not null,
    keys bytea not null,
    -- What the vendor holds in our own fields, by canonical key.
    own jsonb not null,
    -- What we wrote since this version, laid over raw and own until a newer version comes.
    acked jsonb not null default '{}',
    acked_owner text,
    -- What we last wrote and the vendor acknowledged, for good.
    written jsonb not null default '{}',
    -- Of a company: the host part of its website.
    domain text not null default '',
    -- Of a person: the main address in lower case, by which people look somebody up.
    email text collate "C"
);
create index content_of_email on content (email) where email is not null;

-- What a record is to another. Far ends are numbered when they are first named: the order of arrival does not matter.
create table record_link (
    record_no bigint not null,
    role link_role not null,
    far_no bigint not null,
    primary key (record_no, role, far_no)
);
create index record_link_far on record_link (far_no, role);

-- Keys by which live records of one person find each other, as a hash of kind and value: two different keys with one
-- hash only bring records together for a look, and the identity rules decide.
create table identity_key (
    key bigint not null,
    record_no bigint not null,
    primary key (key, record_no)
);
create index identity_key_of_record on identity_key (record_no);

-- Events happen once. Partitions are made by the month when a page brings the first event of one.
create table touch (
    record_no bigint not null,
    at timestamptz not null,
    actor_no bigint,
    connection_no smallint not null,
    channel channel not null,
    direction direction not null,
    result touch_result not null,
    automated boolean not null,
    id text collate "C" not null,
    primary key (connection_no, id, at)
) partition by range (at);
create index touch_of_record on touch (record_no, at);

create table response (
    record_no bigint not null,
    at timestamptz not null,
    campaign_no bigint,
    connection_no smallint not null,
    channel channel not null,
    offer offer not null,
    responded boolean not null,
    automated boolean not null,
    id text collate "C" not null,
    subject text not null,
    primary key (connection_no, id, at)
) partition by range (at);
create index response_of_record on response (record_no, at);
create index response_of_campaign on response (campaign_no) where campaign_no is not null;

-- What is only planned changes until it is done, and then becomes a touch.
create table planned_touch (
    connection_no smallint not null,
    id text collate "C" not null,
    record_no bigint not null,
    at timestamptz not null,
    actor_no bigint,
    channel channel not null,
    direction direction not null,
    result touch_result not null,
    automated boolean not null,
    primary key (connection_no, id)
);
create index planned_touch_of_record on planned_touch (record_no);

-- Roll-ups for colleagues: the latest done touch by each user, the latest Exchange.
create table latest_touch (
    record_no bigint not null,
    actor_no bigint not null,
    at timestamptz not null,
    primary key (record_no, actor_no)
);
create table latest_exchange (
    record_no bigint primary key,
    at timestamptz not null
);

-- What could not be read, with the reason.
create table quarantine (
    connection_no smallint not null,
    kind record_kind not null,
    id text collate "C" not null,
    why text not null,
    raw text not null,
    since timestamptz not null,
    primary key (connection_no, kind, id)
);

-- Work. A generation grows with each change, so that a decision made before it does not take the row away.
create sequence generation;
create table dirty_record (
    record_no bigint primary key,
    generation bigint not null
);
create table dirty_person (
    person_no bigint primary key,
    generation bigint not null,
    -- A claim is void once its lease has another epoch or no holder.
    claimed_by text,
    claimed_epoch bigint
);
create index dirty_person_by_age on dirty_person (generation);
create index dirty_record_by_age on dirty_record (generation);
-- Every record of an open identity batch, dirty or not: two batches never share one.
create table identity_claim (
    record_no bigint primary key,
    claimed_by text not null,
    claimed_epoch bigint not null
);
