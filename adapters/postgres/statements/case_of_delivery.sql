select case_id from journal where source = $1 and delivery = $2 limit 1
