select distinct case_id as id from journal where case_id > $1 order by 1 limit $2
