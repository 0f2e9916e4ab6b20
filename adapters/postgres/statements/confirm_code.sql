-- The code of this key is on its way.
update codes set confirmed_at = clock(), sent_as = $2, sealed = null
 where effect_key = $1 and confirmed_at is null
