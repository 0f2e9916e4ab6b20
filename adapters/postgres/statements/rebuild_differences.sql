select reference, string_agg(what, '; ' order by what) as what
  from (select reference, what from rebuilt_differences
        union all
        select coalesce(c.reference, 'case ' || d.case_id), d.what
          from rebuilt_work_differences d left join cases c on c.id = d.case_id) as found
 group by reference
 order by reference
