-- What is to be done: effects that transitions have asked for, deadlines, and messages that came in.
--
-- A row is claimed by raising `attempts` and setting `leased_until`; both together are a lease with
-- a fencing token.  Done rows leave these tables, so that a claim never walks over them.

-- What transitions have asked for.  A row is written with its transition or not at all.
create table outbox (
    id           bigint      generated always as identity primary key,
    key          text        not null,   -- Case, line, number: the idempotency key.
    case_id      bigint      not null,
    effect       text        not null,
    data         jsonb       not null,   -- Personal; gone when the effect is done.
    due_at       timestamptz not null,
    attempts     integer     not null default 0,
    leased_until timestamptz not null default '-infinity',
    parked_at    timestamptz,            -- Set when only a person can help.
    trouble      text                    -- The last thing that went wrong.
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);

create index outbox_due on outbox (due_at) where parked_at is null;
create index outbox_of_case on outbox (case_id);

-- Effects that were done.  Nothing personal: what was asked stands in the journal.
create table outbox_done (
    id       bigint      primary key,
    key      text        not null,
    case_id  bigint      not null,
    effect   text        not null,
    attempts integer     not null,
    done_at  timestamptz not null,
    outcome  text                        -- In words, where there is something to say.
);

create index outbox_done_of_case on outbox_done (case_id);

-- Events to deliver when a case stays too long in a state.  Leaving the state deletes its rows.
create table timers (
    id           bigint      generated always as identity primary key,
    case_id      bigint      not null,
    event        text        not null,
    due_at       timestamptz not null,
    attempts     integer     not null default 0,
    leased_until timestamptz not null default '-infinity'
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

create index timers_due on timers (due_at);
create index timers_of_case on timers (case_id);

-- What neighbours have sent, kept raw before anyone tried to understand it.  Rows stay, so that a
-- repeat is recognised for good.
create table inbox (
    id           bigint      generated always as identity primary key,
    provider     text        not null,
    delivery     text        not null,   -- The neighbour's own id.
    headers      jsonb       not null,
    body         bytea       not null,   -- Personal.
    received_at  timestamptz not null,
    due_at       timestamptz not null,
    attempts     integer     not null default 0,
    leased_until timestamptz not null default '-infinity',
    done_at      timestamptz,
    parked_at    timestamptz,            -- Set when only a person can help.
    outcome      text,                   -- What came of it, or the last thing that went wrong.
    constraint a_delivery_is_recognised_for_good unique (provider, delivery)
);

create index inbox_due on inbox (due_at) where done_at is null and parked_at is null;

-- Work that a person was asked to look at.
create table tasks (
    id        bigint      generated always as identity primary key,
    key       text        not null unique,   -- Of the effect that raised it.
    case_id   bigint      not null,
    queue     text        not null,          -- Whose work it is: review, finance, post_room.
    kind      text        not null,
    details   jsonb       not null,
    raised_at timestamptz not null,
    closed_at timestamptz
);

create index tasks_open on tasks (queue, id) where closed_at is null;
create index tasks_of_case on tasks (case_id);
