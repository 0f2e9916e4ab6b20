-- The letters of a case with their custody, oldest first.
select effect_key, l.case_id, coalesce(c.reference, '') as reference,
       coalesce(letter, '') as letter, coalesce(way, '') as way, coalesce(carrier, '') as carrier,
       custody, coalesce(drawn_on::text, '') as drawn_on, job, sending_at is not null as sending,
       handed_over_at is not null as handed_over, number,
       coalesce((select e.effect_key from letters e where e.number = l.replaces), '') as replaces,
       coalesce(document, '') as document, coalesce(pages, 0) as pages,
       coalesce(template_version, '') as template_version,
       (extract(epoch from handed_over_at) * 1000000)::bigint as handed_over_at,
       coalesce(trouble, '') as trouble,
       (select coalesce(json_agg(json_build_object(
                   'custody', m.custody, 'line', m.line, 'actor', coalesce(j.actor, ''),
                   'at', (extract(epoch from j.at) * 1000000)::bigint,
                   'reason', coalesce(j.data::json ->> 'reason', '')) order by m.id), '[]')
          from letter_custody m left join journal j on j.case_id = m.case_id and j.line = m.line
         where m.letter = l.number)::text as log
  from letters l left join cases c on c.id = l.case_id
 where l.case_id = $1
 order by number
