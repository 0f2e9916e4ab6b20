-- One application: every line of its journal, every letter's way, every mail and every reading.
select part, report_time(at) as at, event, who, role, state, detail, proof
  from (select 1 as rank, line as number, 'journal' as part, at, event, actor as who,
               said ->> 'role' as role, state,
               concat_ws(' · ', (select string_agg(guard, ', ')
                                   from jsonb_array_elements_text(said -> 'guards') guard
                                  where not decided),
                         data ->> 'reason') as detail,
               encode(hash, 'hex') as proof
          from sealed, asked where sealed.case_id = asked.the_case
        union all
        select 2, m.id, 'letter', j.at, m.custody, j.actor, '', '',
               coalesce(l.letter, l.effect_key), coalesce(l.document, '')
          from asked, letters l
          join letter_custody m on m.letter = l.number
          join journal j on j.case_id = m.case_id and j.line = m.line
         where l.case_id = asked.the_case and j.at <= asked.as_of
        union all
        select 3, c.id, 'mail', c.at, c.template, 'system', '', c.state, c.subject,
               c.template_version
          from asked, correspondence c where c.case_id = asked.the_case and c.at <= asked.as_of
        union all
        select 4, r.id, 'reading', r.at, 'read', r.who, r.role, '',
               array_to_string(r.what, ', '), coalesce(r.document, '')
          from asked, readings r where r.case_id = asked.the_case and r.at <= asked.as_of) as parts,
       asked
 where parts.at >= asked.opens and parts.at < asked.closes
 order by parts.at, rank, number
