with due as (
    select mail_id from mail_answers
     where state = 'due' and due_at <= clock() and leased_until <= clock_timestamp()
     order by due_at limit $1 for update skip locked
)
update mail_answers a
   set attempts = a.attempts + 1, leased_until = clock_timestamp() + make_interval(secs => $2)
  from due, mails_in m, cases c
 where a.mail_id = due.mail_id and m.id = a.mail_id and c.id = a.case_id
returning a.mail_id, a.attempts, a.case_id, c.reference, a.address, m.reading
