select size, note, (extract(epoch from signed_at) * 1000000)::bigint as signed_at
  from audit_checkpoints order by size desc limit 1
