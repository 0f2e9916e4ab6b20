-- On every application that has not been turned down, given up or lapsed: completed ones too.
insert into tasks (key, case_id, queue, kind, details, raised_at)
select 'iana/' || $1::bigint || '/' || a.iana_id || '/' || c.id, c.id, 'review', 'iana_terminated',
       jsonb_build_object('iana_id', a.iana_id::text,
                          'product', string_agg(a.product, ', ' order by a.product)),
       clock()
  from iana_claims a join cases c on c.id = a.case_id
 where a.iana_id = any ($2::integer[]) and c.state not in ('rejected', 'withdrawn', 'expired')
 group by a.iana_id, c.id
on conflict (key) do nothing
