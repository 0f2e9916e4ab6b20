-- Ours and theirs, the oldest first.  A failure that lasts beats what the mail server has said.
select 'out' as direction, c.subject, c.effect_key as key, c.template, c.template_version,
       c.language, c.message_id,
       case when f.permanent then 'failed' else c.state end as state,
       coalesce(f.status || ' ' || f.diagnostic, '') as detail, 0 as mail,
       (extract(epoch from c.at) * 1000000)::bigint as at
  from correspondence c
  left join lateral (
      select permanent, status, diagnostic from correspondence_failures f
       where f.message_id = c.message_id and f.case_id = c.case_id
       order by permanent desc, id desc limit 1) f on true
 where c.case_id = $1
union all
select 'in', m.subject, '', '', '', coalesce(m.reading ->> 'language', ''), m.message_id, m.state, m.reason,
       m.id, (extract(epoch from m.received_at) * 1000000)::bigint
  from mails_in m where m.case_id = $1
 order by at, mail
