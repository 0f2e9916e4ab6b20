-- Where each application stands by the first $1 entries of the log: by its own row, unless it has
-- moved on since.  $2 the last one that is known; $3 how many.
select c.id, c.reference, s.sealed, c.lines,
       case when c.lines = s.sealed then c.state
            else (select after from journal j where j.case_id = c.id and j.line = s.sealed) end as state
  from cases c
 cross join lateral (select count(*) as sealed from audit_entries e
                      where e.case_id = c.id and e.position < $1) as s
 where c.id > $2
 order by c.id limit $3
