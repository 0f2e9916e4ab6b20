-- $1 file, or null for all that have been here a while; $2 after this id; $3 limit; $4 seconds.
with due as (
    select id from movements
     where state in ('fresh', 'booking') and leased_until < clock() and id > $2
       and (file_id = $1 or ($1::text is null and seen_at < clock() - interval '30 seconds'))
     order by id limit $3 for update skip locked
)
update movements as m set leased_until = clock() + make_interval(secs => $4)
  from due where m.id = due.id
returning m.id, m.identity, m.account, m.statement, m.entry, coalesce(m.booked_on::text, '') as booked_on,
          m.cents, m.currency, m.reversal, m.structured, m.words, m.payer, m.payer_account,
          m.bank_reference, m.end_to_end, m.doubt, m.state
