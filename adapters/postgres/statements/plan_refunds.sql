insert into refunds (key, number, case_id, route, payment, cents, invoice, reason, payee, account, asked_at)
select $1, i.number, $2, i.route, i.payment, i.cents, $3, $4, i.payee, i.account, clock()
  from unnest($5::text[], $6::text[], $7::bigint[], $8::text[], $9::text[]) with ordinality
       as i (route, payment, cents, payee, account, number)
 where not exists (select from refunds where key = $1)
