-- And the tasks that asked for a second person, by the event that proposed it.
with confirmed as (
    update movement_proposals set confirmed_by = $2, confirmed_for = $3, confirmed_at = clock()
     where movement_id = $1 and confirmed_at is null and replaced_at is null
    returning case_id
)
update tasks set closed_at = clock()
  from confirmed, movements m
 where m.id = $1 and tasks.case_id = confirmed.case_id and tasks.kind = 'booking_proposed'
   and tasks.closed_at is null
   and tasks.details->>'payment' = coalesce(nullif(m.bank_reference, ''), m.statement || '/' || m.entry)
