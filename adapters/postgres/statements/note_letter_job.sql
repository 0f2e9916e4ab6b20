-- A job that has no document yet.  Nothing, if the printer may have the PDF by now: then another
-- worker is at it.
update letters set job = $2 where effect_key = $1 and sending_at is null
