-- Whether the latest activation code of a case was used up.
select used_at is not null from codes where case_id = $1 and kind = 'activation'
 order by line desc, made_at desc limit 1
