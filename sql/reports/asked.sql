-- What every report begins with: what was asked, and the journal as far as the audit log seals it.
-- Whatever else a report reads, it reads up to `as_of`, the time of the last sealed line; so that
-- the same question about the same head has the same answer.
declare report no scroll cursor for
with asked as (
    select $1::bigint      as head,       -- Entries of the audit log.
           $2::timestamptz as as_of,
           $3::timestamptz as opens,
           $4::timestamptz as closes,     -- The end of the last day.
           $5::bigint      as the_case,   -- 0: of all.
           $6::text        as by_whom,     -- '': by all.
           make_interval(days => $7::integer)  as keep_drafts,     -- As the catalogue says.
           make_interval(days => $8::integer)  as keep_ended,
           make_interval(years => $9::integer) as keep_invoices,
           nullif($10::text, '')::bigint as two_people_above,   -- Cents; null: one may book it all.
           $11::text       as zone                -- Where the registry is.
),
-- Of what is sealed, and of nothing beside it: the columns of the journal only find the lines.
-- `data` is what the seal commits to; doorstep-verify checks that it is.
sealed as not materialized (
    select e.case_id, e.line, (entry.said ->> 'at')::timestamptz as at,
           entry.said ->> 'event' as event, entry.said ->> 'actor' as actor,
           entry.said ->> 'role' as role, entry.said ->> 'from' as came_from,
           entry.said ->> 'to' as state, not entry.said ? 'refusal' as decided,
           j.data::jsonb as data, entry.said, j.hash
      from asked, audit_entries e join journal j on j.case_id = e.case_id and j.line = e.line
     cross join lateral (select convert_from(j.entry, 'utf8')::jsonb as said offset 0) as entry
     where e.position < asked.head
       and (asked.the_case = 0 or e.case_id = asked.the_case)
)
