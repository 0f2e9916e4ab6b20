-- Of an application's lines, and of the rules that the log has declared, in a log of $2 entries.
select position
  from (select position from audit_entries where case_id = $1
        union all
        select position from audit_rules where position is not null) as of_it
 where position < $2
 order by position
