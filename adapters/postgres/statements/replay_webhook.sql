-- From the first try on; the attempts go on counting, as they are the fencing token.
update webhook_deliveries d
   set standing = 'waiting', settled_at = null, tries = 0, due_at = clock()
  from webhook_endpoints e
 where d.id = $2 and d.endpoint_id = $1 and d.payload is not null
   and e.id = d.endpoint_id and e.disabled_at is null and e.removed_at is null
