-- Replaces clock() by one that can be moved forward.  For tests only, on a database of their own.
create table if not exists test_clock (
    shift interval not null
);

create or replace function clock() returns timestamptz
language sql volatile as $$
    select clock_timestamp() + coalesce((select sum(shift) from test_clock), interval '0');
$$;
