-- What came by bank and was booked to these applications.
select b.case_id, b.cents, m.end_to_end, m.payer_account
  from movement_bookings b join movements m on m.id = b.movement_id
 where b.case_id = any ($1::bigint[]) and m.state = 'booked'
