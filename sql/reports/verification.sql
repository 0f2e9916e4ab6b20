-- The certificate: what was counted and checked in the database itself.  It convinces who trusts
-- this program; who does not takes `doorstep audit export` and doorstep-verify.
select item, result, detail
  from (select 1 as rank, 'entries_sealed' as item, asked.head::text as result, '' as detail
          from asked
        union all
        select 2, 'lines_sealed', count(*)::text, '' from asked, audit_entries e
         where e.position < asked.head and e.case_id is not null
        union all
        select 3, 'checkpoint', coalesce(max(p.size)::text, 'none'),
               coalesce(report_time(max(p.signed_at)), '')
          from asked, audit_checkpoints p
         where p.size <= asked.head and p.signed_at <= asked.as_of
        union all
        select 4, 'chain', case count(*) when 0 then 'kept' else 'broken' end,
               coalesce(string_agg(b.case_id || '/' || b.line, ', '), '')
          from (select case_id, line from journal_breaks order by 1, 2 limit 20) b
        union all
        select 5, 'invoice_numbers', case count(*) when 0 then 'kept' else 'broken' end,
               coalesce(string_agg(g.series || '-' || g.year, ', '), '')
          from invoice_gaps g
        union all
        select 6, 'states_known', case count(*) when 0 then 'kept' else 'broken' end,
               coalesce(string_agg(c.reference, ', '), '')
          from (select reference from cases
                 where state not in (select name from workflow_states) order by id limit 20) c
       ) as checks
 order by rank
