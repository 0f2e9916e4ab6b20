-- Versions of the catalogue and of texts: who wrote, approved and withdrew each, and from when it
-- is in force.
select v.number::text as number, v.subject, report_time(v.made_at) as at, v.author as who,
       case when a.approved_at <= asked.as_of then a.approver else '' end as approver,
       case when a.approved_at <= asked.as_of then report_time(a.in_force_at) else '' end as in_force,
       case when w.withdrawn_at <= asked.as_of then w.withdrawn_by else '' end as withdrawn_by,
       v.note as reason
  from asked, rule_versions v
  left join rule_approvals a on a.version = v.number
  left join rule_withdrawals w on w.version = v.number
 where v.made_at >= asked.opens and v.made_at < asked.closes and v.made_at <= asked.as_of
   and (asked.by_whom = '' or asked.by_whom in (v.author, a.approver, w.withdrawn_by))
 order by v.number
