-- By the name that the journal has for a movement: see bank::Importer.
select m.payer, m.payer_account
  from movement_bookings b join movements m on m.id = b.movement_id
 where b.case_id = $1 and b.cents > 0
   and coalesce(nullif(m.bank_reference, ''), m.statement || '/' || m.entry) = $2
 order by m.id desc limit 1
