select coalesce(d.payload, '')
  from failed_deliveries f join webhook_deliveries d on d.id = f.id
 where f.id = $1
