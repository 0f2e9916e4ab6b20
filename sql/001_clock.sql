-- The time, for every table and every process.
--
-- A test may move it forward by a row in test_clock and so make sixty days pass; nothing else does.
-- Leases and other matters between processes use the real time.
create table test_clock (
    shift interval not null
);

create function clock() returns timestamptz
language sql volatile as $$
    select clock_timestamp() + coalesce((select sum(shift) from test_clock), interval '0');
$$;
