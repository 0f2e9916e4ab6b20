select (extract(epoch from clock()) * 1000000)::bigint
