-- Of one file, from an id on, by what became of them.
select state, count(*) from movements where file_id = $1 and id >= $2 group by state
