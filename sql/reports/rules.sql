-- Versions of the catalogue and of texts: who wrote, approved and withdrew each, and from when it
-- is in force.
select v.number::text as number, v.subject, report_time(v.made_at) as at, v.author as who,
       coalesce(a.approver, '') as approver, coalesce(report_time(a.in_force_at), '') as in_force,
       coalesce(w.withdrawn_by, '') as withdrawn_by, v.note as reason
  from asked cross join rule_versions v
  left join rule_approvals a on a.version = v.number and a.approved_at <= asked.as_of
  left join rule_withdrawals w on w.version = v.number and w.withdrawn_at <= asked.as_of
 where v.made_at >= asked.opens and v.made_at < asked.closes and v.made_at <= asked.as_of
   and (asked.by_whom = '' or asked.by_whom in (v.author, a.approver, w.withdrawn_by))
 order by v.number
