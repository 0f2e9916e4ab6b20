-- $1 who looks, $2 days that are soon.
select * from work_counts($1, $2)
