update outbox
   set due_at = clock() + make_interval(secs => $3), leased_until = '-infinity', trouble = $4,
       waits_at = case when case_id = $5::bigint then $6::integer end
 where id = $1 and attempts = $2
