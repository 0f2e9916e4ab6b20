-- Those that are new; the rest was here before, in this file or in another.
insert into movements (identity, file_id, account, statement, entry, booked_on, cents, currency,
                       reversal, structured, words, payer, payer_account, bank_reference,
                       end_to_end, doubt, seen_at, state)
select i.identity, $1, i.account, i.statement, i.entry, i.booked_on, i.cents, i.currency,
       i.reversal, i.structured, i.words, i.payer, i.payer_account, i.bank_reference,
       i.end_to_end, i.doubt, clock(), 'fresh'
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::date[], $7::bigint[], $8::text[],
              $9::boolean[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
              $15::text[], $16::text[])
       as i (identity, account, statement, entry, booked_on, cents, currency, reversal, structured,
             words, payer, payer_account, bank_reference, end_to_end, doubt)
on conflict (identity) do nothing
returning id
