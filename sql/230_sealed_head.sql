-- The head that a report stands on, with the time that was sealed: the journal's own column only
-- repeats it, and somebody could have changed it.
create or replace function report_head(up_to bigint default null, out size bigint,
                                       out at timestamptz)
language sql stable as $$
    select l.size,
           coalesce((select (convert_from(j.entry, 'utf8')::jsonb ->> 'at')::timestamptz
                       from journal j
                      where (j.case_id, j.line) = (
                            select e.case_id, e.line from audit_entries e
                             where e.position < l.size and e.case_id is not null
                             order by e.position desc limit 1)),
                    timestamptz '1970-01-01 00:00:00Z')
      from (select least(size, coalesce(up_to, size)) as size from audit_log) l;
$$;
