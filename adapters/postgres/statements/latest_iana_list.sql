select id, source, sha256, etag, row_count,
       (extract(epoch from fetched_at) * 1000000)::bigint as fetched_at,
       (extract(epoch from confirmed_at) * 1000000)::bigint as confirmed_at
  from iana_lists
 order by id desc
 limit 1
