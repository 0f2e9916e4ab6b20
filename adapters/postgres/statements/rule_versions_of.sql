-- Of one subject, or of all for an empty one; the newest first.
select * from rule_standings where $1 = '' or subject = $1 order by number desc
