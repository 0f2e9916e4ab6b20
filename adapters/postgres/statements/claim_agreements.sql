with due as (
    select id from agreements
     where settled_at is null and look_at <= clock() and leased_until <= clock_timestamp()
     order by look_at limit $1
       for update skip locked),
claimed as (
    update agreements a
       set attempts = attempts + 1, looked_at = clock(),
           leased_until = clock_timestamp() + make_interval(secs => $2)
      from due
     where a.id = due.id
    returning a.*)
select id, reference, product, edition, signer, attempts from claimed order by look_at, id
