-- $1 our address, $2 lines at most.  The lock only spares others the same work: who comes with an
-- older snapshot finds its deliveries there, and the cursor ahead of where it would put it.
with turn as (
    select * from webhook_cursor
     where exists (select from webhook_endpoints where disabled_at is null and removed_at is null)
       and pg_try_advisory_xact_lock(hashtext('webhook_cursor'))),
lines as (
    select j.written_in, j.case_id, j.line
      from journal j
     where j.written_in >= (select written_in from turn)
       and j.written_in < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
       and (j.written_in, j.case_id, j.line) > (select written_in, case_id, line from turn)
     order by j.written_in, j.case_id, j.line limit $2),
told as (
    insert into webhook_deliveries (endpoint_id, message, event, case_id, payload, made_at, due_at)
    select m.endpoint_id, m.message, m.event, m.case_id,
           webhook_payload(m.entry, $1, m.version), clock(), clock()
      from lines l join webhook_messages m on m.case_id = l.case_id and m.line = l.line
     order by l.written_in, l.case_id, l.line, m.endpoint_id
    on conflict (endpoint_id, message) do nothing),
last as (
    select * from lines order by written_in desc, case_id desc, line desc limit 1),
moved as (
    update webhook_cursor c
       set written_in = l.written_in, case_id = l.case_id, line = l.line
      from last l
     where (c.written_in, c.case_id, c.line) < (l.written_in, l.case_id, l.line))
select (select count(*) from lines) as lines,
       exists (select from turn
                where cluster <> (select system_identifier from pg_control_system())) as restored
