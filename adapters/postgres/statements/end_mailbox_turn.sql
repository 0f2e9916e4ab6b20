-- $1 name, $2 holder, $3 why it came to nothing, or nothing.
update mailboxes
   set leased_until = '-infinity', trouble = $3,
       troubled_since = case when $3 <> '' then coalesce(troubled_since, clock()) end,
       looked_at = case when $3 = '' then clock() else looked_at end
 where name = $1 and holder = $2
