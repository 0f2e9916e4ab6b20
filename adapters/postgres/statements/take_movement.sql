-- For a person who books it by hand: $1 id.  Nothing if it is booked or on its way.
update movements as m set state = 'booking', leased_until = clock() + interval '1 minute'
 where m.id = $1 and m.state in ('fresh', 'queued', 'passed')
returning m.id, m.identity, m.account, m.statement, m.entry, coalesce(m.booked_on::text, '') as booked_on,
          m.cents, m.currency, m.reversal, m.structured, m.words, m.payer, m.payer_account,
          m.bank_reference, m.end_to_end, m.doubt, m.state
