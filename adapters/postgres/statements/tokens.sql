select name, to_json(scopes)::text as scopes, coalesce(to_char(until, 'YYYY-MM-DD'), '') as until,
       revoked_at is null and coalesce(expires_at > clock(), true) as works,
       (extract(epoch from created_at) * 1000000)::bigint as made,
       (extract(epoch from used_at) * 1000000)::bigint as used,
       (extract(epoch from revoked_at) * 1000000)::bigint as withdrawn
  from tokens order by name
