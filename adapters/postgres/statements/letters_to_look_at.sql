-- Those that it is time to ask for.  Each comes again later, whoever asks and whatever comes of it.
with due as (
    select number from letters where look_at <= clock() order by look_at limit $1
       for update skip locked),
taken as (
    update letters l set look_at = clock() + make_interval(secs => $2)
      from due where l.number = due.number
    returning l.*)
select effect_key, case_id, coalesce(c.reference, '') as reference, coalesce(letter, '') as letter,
       coalesce(way, '') as way, coalesce(carrier, '') as carrier, custody,
       coalesce(drawn_on::text, '') as drawn_on, job, sending_at is not null as sending,
       handed_over_at is not null as handed_over
  from taken left join cases c on c.id = taken.case_id
 order by number
