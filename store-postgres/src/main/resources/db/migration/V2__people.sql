-- Who is who, what was decided, what is to be written and what was.

create type stage as enum (
    'TARGET_MARKET', 'EXCHANGE', 'CONVERSATION_LEAD', 'FIRST_SALES_MEETING', 'OPPORTUNITY', 'PIPELINE', 'CLOSED_WON',
    'NEXT_SALE');

-- A ledger of ids: rows are added, never removed. A person that was merged away names its survivor.
create table person (
    no bigint generated always as identity primary key,
    id text collate "C" not null unique,
    survivor_no bigint,
    account_key text collate "C" not null default '',
    since timestamptz not null
);
create index person_gone on person (survivor_no) where survivor_no is not null;
create index person_of_account on person (account_key) where account_key <> '' and survivor_no is null;

-- Two records that a person said are not the same.
create table veto (
    left_no bigint not null,
    right_no bigint not null,
    who text not null,
    at timestamptz not null,
    primary key (left_no, right_no)
);
create index veto_right on veto (right_no);

create table decision (
    person_no bigint primary key,
    name text not null,
    stage stage,
    score integer not null,
    origin text not null,
    original_source text not null,
    original_campaign text not null,
    referrer text collate "C",
    active_no bigint not null,
    owner_no bigint,
    -- Everything: what is desired, the terms of the score, the computation of the timers.
    decision jsonb not null,
    attribution jsonb not null,
    -- What the opportunities brought that this person stood for first.
    won numeric not null default 0,
    valid_until timestamptz not null,
    inputs_hash text collate "C" not null,
    decided_at timestamptz not null
);
create index decision_due on decision (valid_until);
create index decision_inputs on decision (inputs_hash);
create index decision_referrer on decision (referrer) where referrer is not null;
create index decision_name on decision (lower(name) text_pattern_ops);

-- Append-only.
create table stage_entry (
    person_no bigint not null,
    stage stage not null,
    cycle integer not null,
    at timestamptz not null,
    evidence text not null,
    source text not null,
    policy_version text not null,
    recorded_at timestamptz not null,
    primary key (person_no, cycle, stage, at)
);
create index stage_entry_by_stage on stage_entry (stage, at);

create table sla_timer (
    person_no bigint not null,
    kind text collate "C" not null,
    position smallint not null,
    status text collate "C" not null,
    started_at timestamptz not null,
    warn_at timestamptz not null,
    due_at timestamptz not null,
    met_at timestamptz,
    owner_no bigint,
    primary key (person_no, kind, position)
);
create index sla_timer_due on sla_timer (due_at) where met_at is null;

create table pending_change (
    record_no bigint primary key,
    person_no bigint not null,
    before jsonb not null,
    after jsonb not null,
    reason text not null
);
create index pending_change_of_person on pending_change (person_no);

-- One row for each set of records, whatever becomes of it: a person's "no" is never forgotten.
create table merge_proposal (
    no bigint generated always as identity primary key,
    records bytea not null unique,
    person_no bigint not null,
    survivor text collate "C" not null,
    proposal jsonb not null,
    state text not null,
    decided_by text,
    decided_at timestamptz
);
create index merge_proposal_of_person on merge_proposal (person_no);

-- Every intended write: a row before the call, its outcome after. Kept for good.
create table intent (
    no bigint generated always as identity primary key,
    id text collate "C" not null unique,
    connection_no smallint not null,
    record_no bigint not null,
    command_type text not null,
    command jsonb not null,
    capabilities text[] not null,
    before jsonb not null,
    reason text not null,
    plan text not null,
    snapshot jsonb,
    at timestamptz not null,
    outcome_type text,
    outcome jsonb,
    outcome_at timestamptz
);
create index intent_of_record on intent (record_no, no);
create index intent_unsettled on intent (connection_no, no) where outcome_type is null or outcome_type = 'Unknown';
create index intent_by_outcome on intent (outcome_at, outcome_type);

-- Fields that a vendor refused: set aside while the wanted value and the record stay as they were.
create table refused_field (
    record_no bigint not null,
    field text not null,
    wanted text not null,
    version timestamptz,
    intent_no bigint not null,
    primary key (record_no, field)
);

create table run (
    no bigint generated always as identity primary key,
    step text collate "C" not null,
    begun_at timestamptz not null,
    ended_at timestamptz,
    figures jsonb not null default '{}'
);
create index run_of_step on run (step, no);
create table run_shortfall (
    run_no bigint not null references run,
    position integer not null,
    what text not null,
    why text not null,
    remedy text not null,
    primary key (run_no, position)
);

-- At most one row.
create table pause (
    one boolean primary key default true check (one),
    reason text not null,
    who text not null,
    since timestamptz not null
);

-- What people decided, for good.
create table audit (
    no bigint generated always as identity primary key,
    at timestamptz not null,
    who text not null,
    what text not null,
    details jsonb not null
);
