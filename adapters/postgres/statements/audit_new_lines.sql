-- A transaction with a smaller number may have written the later line of an application: it waited
-- for the earlier one.  In order of numbers, but no line before one that it follows.
select case_id, line, entry, hash, previous, after_sealed,
       max(written_in) over (partition by case_id order by line) as written_in
  from audit_new_lines($1, $2, $3)
 order by written_in, case_id, line
