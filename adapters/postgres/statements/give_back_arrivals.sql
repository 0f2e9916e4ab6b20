-- Claims that nobody has begun to work on: $1 ids, $2 tokens.
update inbox m set leased_until = '-infinity'
  from unnest($1::bigint[], $2::integer[]) as i (id, token)
 where m.id = i.id and m.attempts = i.token and m.done_at is null
