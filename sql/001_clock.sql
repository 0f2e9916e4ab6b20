-- The time, for every table and every process.
--
-- `serve --test-clock` puts another function of this name in its place, which a test can move
-- forward and so make sixty days pass (adapters/postgres/test_clock.sql).  Leases and other matters
-- between processes use the real time.
create function clock() returns timestamptz
language sql volatile as $$
    select clock_timestamp();
$$;
