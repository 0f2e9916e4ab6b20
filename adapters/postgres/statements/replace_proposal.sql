update movement_proposals set replaced_at = clock()
 where movement_id = $1 and confirmed_at is null and replaced_at is null
