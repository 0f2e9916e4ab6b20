-- Which activation code counts, so that it and no later one is used up.
select effect_key from codes where case_id = $1 and kind = 'activation' and voided_at is null
