-- A movement that nobody can be suggested for has no application: 0.
insert into tasks (key, case_id, queue, kind, details, raised_at)
select i.key, i.case_id, 'finance', i.kind, i.details::jsonb, clock()
  from unnest($1::text[], $2::bigint[], $3::text[], $4::text[]) as i (key, case_id, kind, details)
on conflict (key) do update
   set case_id = excluded.case_id, kind = excluded.kind, details = excluded.details, closed_at = null
