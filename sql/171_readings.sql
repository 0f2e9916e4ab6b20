-- Who has read personal data, of whom, and when.
--
-- A reading is that somebody was given what is known of a person: a dossier, its journal, its checks,
-- its mails, a file, an export, or what a search found.  Lists that show an organisation's name, its
-- reference and its state alone are none.  Written beside the work and in batches, within a second
-- (adapters/reading_log.hpp), so that no transition and no page waits for it.
--
-- For the auditor: nothing personal is in here.  Members are named by their number, programs by the
-- name of their token; what was searched for is not kept.  As with the journal, lines are added and
-- are neither changed nor deleted.
create table readings (
    id       bigint      generated always as identity primary key,
    at       timestamptz not null,
    who      text        not null,   -- "staff:17", "token:website", "private link", "cli:anna".
    role     text        not null,   -- Of domain.md; empty for a program that only reads.
    door     text        not null,   -- "page" (the console), "api", "cli", "portal" (a private link).
    what     text[]      not null check (cardinality(what) > 0),   -- What of it, in this one go.
    case_id  bigint,                 -- Of which application; null: of several, or of none yet.
    document text                    -- The SHA-256 of the file that was given out.
);
create index readings_of_case on readings (case_id, id) where case_id is not null;
create index readings_by_who on readings (who, id);
create index readings_by_day on readings (at);

create function readings_stay() returns trigger
language plpgsql as $$
begin
    raise exception 'what was read stays on record';
end;
$$;
create trigger readings_stay before update or delete or truncate on readings
    for each statement execute function readings_stay();

-- A page of them, the latest first: planned for just what is asked for.  0 and '' ask for all.
create function readings_page(the_who text, the_case bigint, since timestamptz, until timestamptz,
                              before bigint, most integer)
returns table (id bigint, at bigint, who text, role text, door text, what text, reference text,
               document text)
language plpgsql stable as $$
begin
    return query execute
        'select r.id, (extract(epoch from r.at) * 1000000)::bigint, r.who, r.role, r.door,
                to_json(r.what)::text, coalesce(c.reference, ''''), coalesce(r.document, '''')
           from readings r left join cases c on c.id = r.case_id
          where true'
        || case when the_who <> '' then ' and r.who = $1' else '' end
        || case when the_case <> 0 then ' and r.case_id = $2' else '' end
        || case when since is not null then ' and r.at >= $3' else '' end
        || case when until is not null then ' and r.at < $4' else '' end
        || case when before <> 0 then ' and r.id < $5' else '' end
        || ' order by r.id desc limit $6'
        using the_who, the_case, since, until, before, most;
end;
$$;

-- The log of staff takes up what a program did, too, which is no member: a token that broke the glass
-- (states/guards.hpp), or one that was made at the command line.
alter table staff_log alter column staff drop not null;

-- Tokens of programs end on a day, if they are to; and the log of staff tells who has made them.
alter table tokens
    add column until      date,          -- The last day, where the registry is.
    add column expires_at timestamptz;   -- The end of that day there.

-- False if there was one of that name before.
create function make_token(its_name text, its_hash bytea, its_scopes text[], its_until date,
                           its_zone text, its_actor text)
returns boolean language plpgsql as $$
begin
    insert into tokens (name, hash, scopes, created_at, until, expires_at)
    values (its_name, its_hash, its_scopes, clock(), its_until,
            (its_until + 1)::timestamp at time zone its_zone)
    on conflict (name) do nothing;
    if not found then return false; end if;
    insert into staff_log (actor, what, said)
    values (its_actor, 'token_made',
            jsonb_strip_nulls(jsonb_build_object('token', its_name, 'scopes', its_scopes,
                                                 'until', its_until)));
    return true;
end;
$$;

-- False if there is none that works.
create function withdraw_token(its_name text, its_actor text) returns boolean
language plpgsql as $$
begin
    update tokens set revoked_at = clock() where name = its_name and revoked_at is null;
    if not found then return false; end if;
    insert into staff_log (actor, what, said)
    values (its_actor, 'token_withdrawn', jsonb_build_object('token', its_name));
    return true;
end;
$$;

-- Whose token it is, if it works; when it was last used is noted to the hour.
create function known_token(its_hash bytea) returns table (name text, scopes text)
language plpgsql as $$
#variable_conflict use_column
declare
    known tokens%rowtype;
begin
    select * into known from tokens
     where hash = its_hash and revoked_at is null and coalesce(expires_at > clock(), true);
    if not found then return; end if;
    if known.used_at is distinct from date_trunc('hour', clock()) then
        update tokens set used_at = date_trunc('hour', clock()) where id = known.id;
    end if;
    return query select known.name, array_to_string(known.scopes, ' ');
end;
$$;
