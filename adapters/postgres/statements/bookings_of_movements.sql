select b.movement_id, b.number, b.case_id, b.cents, c.reference
  from movement_bookings b join cases c on c.id = b.case_id
 where b.movement_id = any ($1::bigint[])
 order by b.movement_id, b.number
