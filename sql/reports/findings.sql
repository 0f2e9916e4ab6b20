-- What auditors found in their workbooks, how grave it is, how many replies it had, and when it was
-- settled.
, found as (
    select w.workbook, w.at, w.who, w.said::jsonb as said,
           row_number() over (partition by w.workbook order by w.number) as number
      from workbook_entries w where w.what = 'found'
)
select f.workbook::text as workbook, f.number::text as number, report_time(f.at) as at, f.who,
       coalesce(f.said ->> 'reference', '') as reference, f.said ->> 'severity' as severity,
       f.said ->> 'text' as detail, count(*) filter (where w.what = 'replied')::text as replies,
       coalesce(report_time(max(w.at) filter (where w.what = 'settled')), '') as settled
  from asked cross join found f
  left join workbook_entries w
    on w.workbook = f.workbook and w.what in ('replied', 'settled') and w.at <= asked.as_of
   and (w.said::jsonb ->> 'finding')::bigint = f.number
 where f.at >= asked.opens and f.at < asked.closes and f.at <= asked.as_of
   and (asked.by_whom = '' or asked.by_whom = f.who)
   and (asked.the_case = 0 or
        f.said ->> 'reference' = (select reference from cases where id = asked.the_case))
 group by f.workbook, f.number, f.at, f.who, f.said, asked.as_of
 order by f.workbook, f.number
