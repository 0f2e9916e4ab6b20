-- $1 first and $2 last day, either may be empty, where the registry is: $3.  $4 entries of the log,
-- empty for all that there are.
select coalesce(nullif($1, '')::timestamp at time zone $3, '-infinity')::text as since,
       coalesce((nullif($2, '')::date + 1)::timestamp at time zone $3, 'infinity')::text as before,
       h.size, h.at::text as as_of, (extract(epoch from h.at) * 1000000)::bigint as at
  from report_head(nullif($4, '')::bigint) h
