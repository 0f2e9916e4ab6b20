-- The audit log: the journal's lines in one order, as the Merkle tree of RFC 6962.
--
-- No transition writes it, for one row that all of them touch would cost half of their speed.  A
-- server puts committed lines in afterwards, in batches, one server at a time.  Another program,
-- which has the key and is not this database's, signs how far the log has grown; see docs/audit.md.

-- How far it has grown.  Whoever seals holds this row; the others pass it by.
--
-- Lines have no order of their own across applications (see 115).  `seen` is the oldest transaction
-- that was still running when lines were last looked for: whatever was not there then was written by
-- it or by a later one.  Numbers of transactions belong to one cluster: in another one, all of the
-- journal is looked at once more.
create table audit_log (
    only_one boolean primary key default true check (only_one),
    size     bigint  not null,   -- Entries, and the position of the next.
    cluster  bigint  not null,
    seen     bigint  not null
);
insert into audit_log (size, cluster, seen) values (0, 0, 0);

-- Which line stands where.  The bytes stay in the journal.
create table audit_entries (
    position bigint  primary key,
    case_id  bigint,             -- Null: the entry declares rules, see below.
    line     integer,
    constraint a_line_is_sealed_once unique (case_id, line),
    constraint a_line_or_rules check ((case_id is null) = (line is null))
);

-- The rules that lines name, as they were.  Their hash is an entry of the log before any line that
-- was decided by them, so that nobody can say later that they were others.
create table audit_rules (
    version    text   not null,   -- As the lines name it: "onboarding/2".
    sha256     text   not null,
    definition text   not null,   -- `doorstep workflow --format json` of that program.
    entry      bytea  not null,   -- What the log says of it.
    position   bigint unique,     -- Null: not yet in the log.
    primary key (version, sha256)
);

-- 256 hashes a row, 32 bytes each, by C2SP's tlog-tiles; the last one of each level grows.
create table audit_tiles (
    level  smallint not null,
    number bigint   not null,
    hashes bytea    not null,
    primary key (level, number)
);
alter table audit_tiles alter column hashes set storage external;   -- Hashes do not compress.

-- What the signer has signed: signed notes by C2SP's tlog-checkpoint.
create table audit_checkpoints (
    size      bigint      primary key,
    note      text        not null,
    signed_at timestamptz not null default clock()
);

-- Time stamps by RFC 3161 over a checkpoint's very bytes.
create table audit_stamps (
    size       bigint      not null references audit_checkpoints,
    authority  text        not null,   -- Whose it is, as the configuration names it.
    token      bytea       not null,   -- The response, DER.
    stamped_at timestamptz not null default clock(),
    primary key (size, authority)
);

create function audit_log_is_append_only() returns trigger
language plpgsql as $$
begin
    raise exception 'the audit log is append-only';
end $$;

create trigger audit_entries_stay before update or delete or truncate on audit_entries
    for each statement execute function audit_log_is_append_only();
create trigger audit_checkpoints_stay before update or delete or truncate on audit_checkpoints
    for each statement execute function audit_log_is_append_only();
create trigger audit_stamps_stay before update or delete or truncate on audit_stamps
    for each statement execute function audit_log_is_append_only();
create trigger audit_tiles_stay before delete or truncate on audit_tiles
    for each statement execute function audit_log_is_append_only();
create trigger audit_rules_stay before delete or truncate on audit_rules
    for each statement execute function audit_log_is_append_only();

create function audit_tiles_only_grow() returns trigger
language plpgsql as $$
begin
    if (new.level, new.number) is distinct from (old.level, old.number)
       or substr(new.hashes, 1, length(old.hashes)) <> old.hashes then
        raise exception 'the audit log is append-only';
    end if;
    return new;
end $$;
create trigger audit_tiles_only_grow before update on audit_tiles
    for each row execute function audit_tiles_only_grow();

create function audit_rules_only_get_their_place() returns trigger
language plpgsql as $$
begin
    if (new.version, new.sha256, new.definition, new.entry)
       is distinct from (old.version, old.sha256, old.definition, old.entry)
       or old.position is not null then
        raise exception 'the audit log is append-only';
    end if;
    return new;
end $$;
create trigger audit_rules_only_get_their_place before update on audit_rules
    for each row execute function audit_rules_only_get_their_place();

-- Lines that are not in the log, at most so many, each after the one before it of its application.
-- For whoever holds audit_log.
create function audit_new_lines(since bigint, here boolean, most integer)
returns table (case_id bigint, line integer, entry bytea, hash bytea, previous bytea,
               after_sealed boolean, written_in bigint)
language plpgsql
set plan_cache_mode = force_custom_plan   -- A general plan would read the journal from its beginning.
as $$
begin
    if here then
        return query
        select j.case_id, j.line, j.entry, j.hash, before.hash,
               j.line = 1 or exists (select from audit_entries e
                                      where e.case_id = j.case_id and e.line = j.line - 1),
               j.written_in
          from journal j
          left join journal before on before.case_id = j.case_id and before.line = j.line - 1
         where j.written_in >= since
           and not exists (select from audit_entries e
                            where e.case_id = j.case_id and e.line = j.line)
         order by j.written_in, j.case_id, j.line limit most;
    else
        return query
        select j.case_id, j.line, j.entry, j.hash, before.hash,
               j.line = 1 or exists (select from audit_entries e
                                      where e.case_id = j.case_id and e.line = j.line - 1),
               j.written_in
          from journal j
          left join journal before on before.case_id = j.case_id and before.line = j.line - 1
         where not exists (select from audit_entries e
                            where e.case_id = j.case_id and e.line = j.line)
         order by j.case_id, j.line limit most;
    end if;
end $$;
