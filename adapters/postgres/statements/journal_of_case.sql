select entry, hash, salt, data from journal where case_id = $1 and line > $2 order by line limit $3
