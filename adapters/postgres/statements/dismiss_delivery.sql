-- $1 id, $2 who, $3 why.  Its log stays as it is; nobody is asked about it any more.
insert into interventions (at, who, work, what, reason)
select clock(), $2, 'delivery/' || id, 'dismiss', $3 from failed_deliveries where id = $1
