-- The transition that case $1 has made last, as values for pgbench.  Arrays are PostgreSQL's text.
select j.event, j.actor, j.after as state, j.entry, j.hash, j.salt, j.data,
       c.waiting_for as waiting, c.facts,
       j.after <> (select after from journal where case_id = j.case_id and line = j.line - 1)
           as entered,
       array(select effect from outbox where key like c.reference || '/' || j.line || '/%'
              order by id)::text as effects,
       array(select data from outbox where key like c.reference || '/' || j.line || '/%'
              order by id)::text as effect_data,
       array(select event from timers where case_id = j.case_id and due_at > j.at
              order by id)::text as timers,
       array(select due_at from timers where case_id = j.case_id and due_at > j.at
              order by id)::text as timers_due
  from journal j
  join cases c on c.id = j.case_id and c.lines = j.line
 where j.case_id = $1
