select p.case_id, c.reference, p.proposed_by, p.reason
  from movement_proposals p join cases c on c.id = p.case_id
 where p.movement_id = $1 and p.confirmed_at is null and p.replaced_at is null
