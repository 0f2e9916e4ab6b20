select * from rule_standings where number = $1
