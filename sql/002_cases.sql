-- One row for each application.  The engine is the only writer, through write_lines() below it.
create sequence case_numbers;

create table cases (
    id          bigint      primary key,
    reference   text        generated always as   -- What people call it: A-2026-000123.
        ('A-' || extract(year from opened_at at time zone 'UTC')::integer::text || '-' ||
         repeat('0', greatest(0, 6 - length(id::text))) || id::text) stored,
    state       text        not null,   -- A name from states/onboarding.hpp.
    waiting_for text        not null,   -- Who has the ball; empty when nobody has.
    facts       jsonb       not null,   -- Written by states/, opaque to everything else.  Personal.
    version     integer     not null,   -- Counts decisions.  What If-Match compares.
    lines       integer     not null,   -- Counts journal lines.  What a write compares.
    head        bytea       not null,   -- Leaf hash of the last journal line.
    opened_at   timestamptz not null,
    changed_at  timestamptz not null
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

alter table cases alter column facts set compression lz4;

-- For the lists of the console and the API, newest first.
create index cases_by_state on cases (state, id desc);
create index cases_by_ball on cases (waiting_for, id desc);

-- The words by which staff finds an application.  Personal data, erased with the facts.  Apart from
-- the cases, so that a transition need not touch its index.
create extension if not exists pg_trgm;
create extension if not exists unaccent;

create function folded(words text) returns text
language sql immutable parallel safe as $$
    select lower(public.unaccent('public.unaccent', words));
$$;

create table case_search (
    case_id bigint primary key,
    title   text   not null,   -- As a list shows it.
    terms   text   not null    -- Folded: lower case, no accents.
);

create index case_search_terms on case_search using gin (terms gin_trgm_ops);
