select c.id, c.reference, c.state, c.waiting_for, c.facts, c.version, c.lines, c.head,
       (extract(epoch from clock()) * 1000000)::bigint as now,
       (extract(epoch from c.opened_at) * 1000000)::bigint as opened,
       (extract(epoch from c.changed_at) * 1000000)::bigint as changed
  from cases c where c.id = $1
