-- What the carrier calls the letter or the e-mail with the code of this key, if it is on its way.
select sent_as from codes where effect_key = $1 and confirmed_at is not null
