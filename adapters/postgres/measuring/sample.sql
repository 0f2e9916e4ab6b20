-- The transition that case $1 has made last, as values for pgbench.  Arrays are PostgreSQL's text.
-- Deadlines are written where a state is entered, and for no other line.
with last as (
    select j.*, c.reference, c.waiting_for, c.facts,
           j.after <> (select after from journal where case_id = j.case_id and line = j.line - 1)
               as entered
      from journal j
      join cases c on c.id = j.case_id and c.lines = j.line
     where j.case_id = $1)
select event, actor, after as state, entry, hash, salt, data, waiting_for as waiting, facts, entered,
       array(select effect from outbox where key like reference || '/' || line || '/%'
              order by id)::text as effects,
       array(select o.data from outbox o where key like reference || '/' || line || '/%'
              order by id)::text as effect_data,
       array(select t.event from timers t where t.case_id = last.case_id and entered
              order by id)::text as timers,
       array(select due_at from timers t where t.case_id = last.case_id and entered
              order by id)::text as timers_due
  from last
