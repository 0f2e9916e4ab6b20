insert into report_ends (run, rows, sha256) values ($1, $2, $3)
