-- The latest letter of this name; or, if it has none yet, the one of this key with hyphens.
select effect_key, case_id, coalesce(c.reference, '') as reference, coalesce(letter, '') as letter,
       coalesce(way, '') as way, coalesce(carrier, '') as carrier, custody,
       coalesce(drawn_on::text, '') as drawn_on, job, sending_at is not null as sending,
       handed_over_at is not null as handed_over
  from letters l left join cases c on c.id = l.case_id
 where letter = $1
    or effect_key = regexp_replace($1, '-([0-9]+)-([0-9]+)$', '/\1/\2')
 order by number desc limit 1
