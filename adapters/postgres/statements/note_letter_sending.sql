-- From here on the letter may be out; or, if $2 is false, it is not after all.
update letters set sending_at = case when $2 then clock() end
 where effect_key = $1 and handed_over_at is null
