-- One application: every line of its journal, every letter's way, every mail, whether it came back,
-- and every reading.
select part, report_time(at) as at, event, who, role, state, detail, proof
  from (select 1 as rank, line as number, 'journal' as part, at, event, actor as who, role, state,
               concat_ws(' · ', (select string_agg(guard, ', ')
                                   from jsonb_array_elements_text(said -> 'guards') guard
                                  where not decided),
                         data ->> 'reason') as detail,
               encode(hash, 'hex') as proof
          from sealed, asked where sealed.case_id = asked.the_case
        union all   -- Its carrier's name and its paper, once it was handed over.
        select 2, m.id, 'letter', s.at, m.custody, s.actor, '', '',
               coalesce(case when l.handed_over_at <= asked.as_of then l.letter end, l.effect_key),
               coalesce(case when l.handed_over_at <= asked.as_of then l.document end, '')
          from asked, letters l
          join letter_custody m on m.letter = l.number
          join sealed s on s.case_id = m.case_id and s.line = m.line
         where l.case_id = asked.the_case
        union all
        select 3, c.id, 'mail', c.at, c.template, 'system', '', c.state, c.subject,
               c.template_version
          from asked, correspondence c where c.case_id = asked.the_case and c.at <= asked.as_of
        union all
        select 4, f.id, 'mail',  f.at, coalesce(m.template, ''), 'mailbox', '',
               case when f.permanent then 'bounced' else 'delayed' end, f.status, ''
          from asked, correspondence_failures f
          left join lateral (select m.template from correspondence m
                              where m.message_id = f.message_id and m.case_id = f.case_id
                              order by m.id limit 1) as m on true
         where f.case_id = asked.the_case and f.at <= asked.as_of
        union all
        select 5, r.id, 'reading', r.at, 'read', r.who, r.role, '',
               array_to_string(r.what, ', '), coalesce(r.document, '')
          from asked, readings r where r.case_id = asked.the_case and r.at <= asked.as_of) as parts,
       asked
 where parts.at >= asked.opens and parts.at < asked.closes
 order by parts.at, rank, number
