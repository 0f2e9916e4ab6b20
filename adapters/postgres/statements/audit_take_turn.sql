-- Nobody's turn while another server seals.  What this snapshot does not see was written by the
-- transaction `horizon` or a later one.
select l.size, l.seen, l.cluster = c.system_identifier as here,
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon
  from audit_log l, pg_control_system() c
   for update of l skip locked
