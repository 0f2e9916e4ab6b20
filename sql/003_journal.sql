-- What happened, who said so, and what came of it.  Lines are added and never changed.
--
-- `entry` is the line itself: canonical JSON (RFC 8785) without personal data.  `hash` is the
-- RFC 6962 leaf hash of these bytes, and each entry names the hash of the line before it in the
-- same case, so an auditor can tell from a copy whether a line was altered or taken out.  The other
-- columns repeat parts of the entry for look-ups.
create table journal (
    case_id  bigint      not null,
    line     integer     not null,   -- Counts from 1 in each case, without gaps.
    at       timestamptz not null,
    event    text        not null,
    actor    text        not null,   -- A pseudonym; who it is stands in the users' table.
    source   text        not null,   -- The door the message came in by.
    delivery text        not null,   -- The sender's own name for the message.
    after    text        not null,   -- The state it led to.
    decided  boolean     not null,   -- False for a refusal: nothing has changed.
    entry    bytea       not null,
    hash     bytea       not null,
    salt     bytea,                  -- These two can be erased, and nothing else:
    data     text,                   -- what the event carried.  The entry commits to it.

    primary key (case_id, line),
    constraint a_message_is_recognised_for_good unique (source, delivery)
);

alter table journal alter column data set compression lz4;

create function journal_is_append_only() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.case_id, new.line, new.at, new.event, new.actor, new.source, new.delivery,
            new.after, new.decided, new.entry, new.hash)
           is not distinct from
           (old.case_id, old.line, old.at, old.event, old.actor, old.source, old.delivery,
            old.after, old.decided, old.entry, old.hash)
           and new.salt is null and new.data is null then
            return new;   -- The erasure of personal data.
        end if;
    end if;
    raise exception 'the journal is append-only';
end;
$$;

create trigger journal_is_append_only before update or delete on journal
    for each row execute function journal_is_append_only();
create trigger journal_is_not_truncated before truncate on journal
    for each statement execute function journal_is_append_only();

-- The lines whose hash does not follow from their bytes, that do not name the line before, whose
-- columns say something else than the entry, or that are missing; and the cases that are not where
-- their last line left them.  Empty when all is well.
create view journal_breaks as
    select case_id, line
      from (select journal.*,
                   -- Read only if the bytes are what was hashed: others may be no JSON at all.
                   case when hash = sha256('\x00'::bytea || entry)
                        then convert_from(entry, 'utf8')::jsonb end as said,
                   lag(hash) over (partition by case_id order by line) as previous,
                   row_number() over (partition by case_id order by line) as counted
              from journal) as checked
     where line <> counted
        or said is null
        or said ->> 'prev' is distinct from
           encode(coalesce(previous, decode(repeat('00', 32), 'hex')), 'base64')
        or (said ->> 'seq', said ->> 'event', said ->> 'actor', said ->> 'source',
            said ->> 'delivery', said ->> 'to', not said ? 'refusal',
            (said ->> 'at')::timestamptz)
           is distinct from
           (line::text, event, actor, source, delivery, after, decided, at)
    union all
    select id, lines from cases
     where lines <> (select count(*) from journal where case_id = cases.id)
        or not exists (select from journal
                        where case_id = cases.id and line = cases.lines
                          and hash = head and after = state);
