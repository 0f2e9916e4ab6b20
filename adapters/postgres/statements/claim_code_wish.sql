-- The next one that is due; who does not finish it in time leaves it to others.
update code_wishes
   set attempts = attempts + 1, due_at = clock() + make_interval(secs => $1)
 where case_id = (select case_id from code_wishes where due_at <= clock() order by due_at limit 1
                     for update skip locked)
returning case_id, number, attempts
