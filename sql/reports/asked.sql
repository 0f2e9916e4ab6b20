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
           make_interval(years => $9::integer) as keep_invoices
),
sealed as not materialized (
    select j.case_id, j.line, j.at, j.event, j.actor, j.source, j.after as state, j.decided,
           j.data::jsonb as data, convert_from(j.entry, 'utf8')::jsonb as said, j.hash
      from asked, audit_entries e join journal j using (case_id, line)
     where e.position < asked.head
       and (asked.the_case = 0 or e.case_id = asked.the_case)
)
