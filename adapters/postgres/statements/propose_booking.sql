insert into movement_proposals (movement_id, case_id, proposed_by, reason, proposed_at)
values ($1, $2, $3, $4, clock())
