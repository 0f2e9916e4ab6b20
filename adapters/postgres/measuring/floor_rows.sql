select (select count(*) from audit_event),
       (select coalesce(avg(pg_column_size(a.*)), 0)::integer from application a),
       (select coalesce(avg(pg_column_size(e.*)), 0)::integer from audit_event e),
       (select coalesce(avg(pg_column_size(j.*)), 0)::integer from job j)
