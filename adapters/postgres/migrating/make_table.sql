-- Which of sql/*.sql this database has.  Made before the first of them, so not one of them.
create table if not exists migrations (
    number     integer     primary key,
    name       text        not null unique,  -- "001_clock.sql"
    sha256     text        not null,         -- Of its text as it was applied.
    applied_at timestamptz not null default clock_timestamp()
);
