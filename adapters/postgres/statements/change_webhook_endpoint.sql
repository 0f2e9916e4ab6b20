-- $1 id; then url, description, events, enabled: null leaves it; $6 who.
update webhook_endpoints
   set url = coalesce($2, url), description = coalesce($3, description),
       events = coalesce($4::text[], events),
       listens_from = case when $5::boolean and disabled_at is not null then clock() else listens_from end,
       failing_since = case when $5::boolean and disabled_at is not null then null else failing_since end,
       paused_until = case when $5::boolean then '-infinity' else paused_until end,
       disabled_at = case when $5::boolean then null
                          when not $5::boolean then coalesce(disabled_at, clock())
                          else disabled_at end,
       disabled_because = case when $5::boolean then ''
                               when not $5::boolean and disabled_at is null then 'by ' || $6
                               else disabled_because end
 where id = $1 and removed_at is null
