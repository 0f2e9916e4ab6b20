-- $1 our address.  In a cluster that counts its transactions anew.
with told as (
    insert into webhook_deliveries (endpoint_id, message, event, case_id, payload, made_at, due_at)
    select m.endpoint_id, m.message, m.event, m.case_id,
           webhook_payload(m.entry, $1, m.version), clock(), clock()
      from webhook_messages m order by m.case_id, m.line, m.endpoint_id
    on conflict (endpoint_id, message) do nothing)
update webhook_cursor
   set cluster = (select system_identifier from pg_control_system()),
       written_in = pg_snapshot_xmin(pg_current_snapshot())::text::bigint, case_id = 0, line = 0
