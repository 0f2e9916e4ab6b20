-- $1 Message-IDs, the nearest first.
select found.case_id
  from unnest($1::text[]) with ordinality as named (message_id, place)
  cross join lateral (
      select c.case_id from correspondence c where c.message_id = named.message_id
      union all
      select m.case_id from mails_in m
       where m.message_id = named.message_id and m.case_id is not null) as found
 order by named.place limit 1
