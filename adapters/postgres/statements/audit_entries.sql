-- $3 whether what was personal is wanted, too.
select e.position, coalesce(j.entry, r.entry) as entry,
       case when $3 then j.salt end as salt, case when $3 then j.data end as data
  from audit_entries e
  left join journal j on j.case_id = e.case_id and j.line = e.line
  left join audit_rules r on r.position = e.position
 where e.position >= $1 and e.position < $2
 order by e.position
