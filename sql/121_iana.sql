-- IANA's list of registrar IDs, in all the versions that were imported, and which application names
-- which id.

-- One row a version.  The same file again only moves `confirmed_at`.
create table iana_lists (
    id           bigint      generated always as identity primary key,
    source       text        not null,   -- A URL, or the name of a file.
    sha256       text        not null,   -- Of its bytes.
    etag         text        not null,   -- As the server gave it; empty for a file.
    fetched_at   timestamptz not null default clock(),
    confirmed_at timestamptz not null default clock(),   -- The source has said so again.
    imported_by  text        not null,
    row_count    integer     not null,
    added        integer     not null,
    changed      integer     not null,   -- In name, address or status, and not terminated.
    terminated   integer     not null,
    removed      integer     not null    -- No more in the list; treated as terminated.
);

-- What the list has said of an id, from one version until another.
create table iana_registrars (
    iana_id    integer not null,
    name       text    not null,
    status     text    not null check (status in ('accredited', 'terminated', 'reserved')),
    rdap_url   text    not null,         -- Empty where there is none.
    since_list bigint  not null references iana_lists (id),
    until_list bigint  references iana_lists (id),   -- Null: it still says so.
    primary key (iana_id, since_list)
);

create unique index iana_registrars_now on iana_registrars (iana_id) where until_list is null;

-- Which application names which id: written when the id is looked up.
create table iana_claims (
    case_id bigint  not null,
    product text    not null,
    iana_id integer not null,
    own     boolean not null,            -- The applicant's own, and not its partner's.
    primary key (case_id, product)
);

create index iana_claims_by_id on iana_claims (iana_id);

-- Those that were here before.
insert into iana_claims (case_id, product, iana_id, own)
select c.id, p ->> 'name', (p ->> 'iana_id')::integer, coalesce(p ->> 'role', 'direct') = 'direct'
  from cases c, jsonb_array_elements(c.facts::jsonb -> 'sign_up' -> 'products') p
 where c.state <> 'draft' and jsonb_typeof(p -> 'iana_id') = 'number' and p ->> 'iana_id' <> '0'
on conflict do nothing;
