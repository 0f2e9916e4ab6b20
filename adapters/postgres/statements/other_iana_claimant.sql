-- $3: the account by which another application may be the same registrar's; empty for none.
select c.reference
  from iana_claims a join cases c on c.id = a.case_id
 where a.iana_id = $1 and a.own and a.case_id <> $2
   and c.state not in ('rejected', 'withdrawn', 'expired')
   and ($3 = '' or ($3 <> coalesce(c.facts ->> 'registrar_id', '')
                    and $3 <> coalesce(c.facts -> 'sign_up' ->> 'current_account', '')))
 order by c.id
 limit 1
