select e.id, e.key, e.case_id, e.check_name, e.source, e.source_version, e.source_date, e.outcome,
       e.code, (extract(epoch from e.at) * 1000000)::bigint as at,
       (extract(epoch from e.expires_at) * 1000000)::bigint as expires_at, d.subject, d.details
  from evidence e left join evidence_details d on d.evidence_id = e.id
 where e.check_name = $1 and d.subject = $2
 order by e.id desc limit 1
