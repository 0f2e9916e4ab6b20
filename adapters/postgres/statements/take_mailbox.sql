-- $1 name, $2 holder, $3 seconds of lease, $4 seconds until the next turn.
insert into mailboxes as m (name, holder, leased_until, next_at)
values ($1, $2, clock_timestamp() + make_interval(secs => $3),
        clock_timestamp() + make_interval(secs => $4))
on conflict (name) do update
   set holder = excluded.holder, leased_until = excluded.leased_until, next_at = excluded.next_at
 where m.leased_until <= clock_timestamp() and m.next_at <= clock_timestamp()
returning name
