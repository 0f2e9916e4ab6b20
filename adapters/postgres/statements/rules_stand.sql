-- Which versions count now, and which are known to come: a server that was started with others starts
-- anew.
select coalesce(string_agg(number::text || case when in_force_at <= now_us then '' else '?' end, ' '
                           order by number), '')
  from rule_standings, (select (extract(epoch from clock()) * 1000000)::bigint as now_us) as its
 where in_force_at is not null and withdrawn_at is null
