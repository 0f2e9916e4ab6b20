-- Who may use the API: programs by token, people by account.

-- A bearer token is kept as its SHA-256 only; it is shown once, when it is made.
create table tokens (
    id         bigint      generated always as identity primary key,
    name       text        not null unique,
    hash       bytea       not null unique,
    scopes     text[]      not null,   -- read, apply, clerk, approver, finance, audit, admin
    created_at timestamptz not null,
    used_at    timestamptz,            -- To the hour; who wants to know more reads the access log.
    revoked_at timestamptz,
    constraint scopes_are_named check (cardinality(scopes) > 0)
);

-- Accounts of staff.  They log in once the console is there; until then a name for the journal.
create table users (
    id          bigint      generated always as identity primary key,
    name        text        not null unique,
    roles       text[]      not null,
    created_at  timestamptz not null,
    disabled_at timestamptz
);

-- Files that applicants send, by content: the same file twice is one row.
create table documents (
    id          text        primary key,   -- SHA-256 of the content, in hexadecimal.
    content     bytea       not null,      -- Personal.
    media_type  text        not null,
    file_name   text        not null,      -- As the sender called it; never used as a path.
    size        integer     not null,
    received_at timestamptz not null
);

alter table documents alter column content set storage external;   -- PDFs do not compress.
