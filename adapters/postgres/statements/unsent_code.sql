-- The code of this key while it can still be sent.
select sealed from codes where effect_key = $1 and sealed is not null
