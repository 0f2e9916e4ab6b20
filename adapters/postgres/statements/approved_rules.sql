-- All that was approved and stands, in the order in which it comes into force.
select * from rule_standings where in_force_at is not null and withdrawn_at is null
 order by in_force_at, number
