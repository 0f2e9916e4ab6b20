select who, state, reason, (extract(epoch from at) * 1000000)::bigint as at
  from mail_steps where mail_id = $1 order by id
