select coalesce(extract(epoch from clock() - max(stamped_at))::bigint, -1) as age,
       coalesce(max(size), 0) as size
  from audit_stamps where authority = $1
