-- Nothing comes back if this owner has a view of that name.
insert into saved_views (owner, name, query, shared) values ($1, $2, $3, $4)
on conflict (owner, name) do nothing
returning id
