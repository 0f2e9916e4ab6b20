update outbox
   set parked_at = clock(), leased_until = '-infinity', trouble = $3,
       waits_at = case when case_id = $4::bigint then $5::integer end
 where id = $1 and attempts = $2
