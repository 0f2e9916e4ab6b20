with due as (
    select id from mails_in
     where state = 'received' and due_at <= clock() and leased_until <= clock_timestamp()
     order by due_at, id limit $1 for update skip locked
)
update mails_in m
   set attempts = attempts + 1, leased_until = clock_timestamp() + make_interval(secs => $2)
  from due where m.id = due.id
returning m.id, m.attempts, m.raw, m.whole
