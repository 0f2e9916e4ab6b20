select (select count(*) from journal),
       (select coalesce(avg(pg_column_size(c.*)), 0)::integer from cases c),
       (select coalesce(avg(pg_column_size(j.*)), 0)::integer from journal j),
       (select coalesce(avg(pg_column_size(o.*)), 0)::integer from outbox o)
