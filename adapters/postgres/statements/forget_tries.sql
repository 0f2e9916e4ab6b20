-- All three were right.
update codes set tries = 0 where case_id = $1 and kind = 'activation' and voided_at is null
