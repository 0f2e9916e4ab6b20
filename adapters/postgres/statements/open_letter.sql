-- The letter of an effect; the first time it gets its carrier and its day.  $1 key, $2 case, $3 way,
-- $4 carrier, $5 day.
insert into letters as l (effect_key, case_id, way, carrier, drawn_on)
values ($1, $2, $3, $4, $5::date)
on conflict (effect_key) do update
   set way = coalesce(l.way, excluded.way), carrier = coalesce(l.carrier, excluded.carrier),
       drawn_on = coalesce(l.drawn_on, excluded.drawn_on)
returning effect_key, case_id, coalesce((select reference from cases c where c.id = l.case_id), '') as
          reference, coalesce(letter, '') as letter, way, carrier, custody, drawn_on::text, job,
          sending_at is not null as sending, handed_over_at is not null as handed_over
