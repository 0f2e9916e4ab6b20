-- One's own, then those that others share.
select id, owner, name, query, shared from saved_views
 where owner = $1 or shared
 order by owner <> $1, name, id
