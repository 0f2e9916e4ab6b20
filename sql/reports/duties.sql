-- Separation of duties, judged anew from the log: each deed that takes two people, and whether it
-- was two.  "set_aside" was one, said so, and gave a reason.
select c.reference, report_time(d.at) as at, d.event, other.actor as first, d.actor as second,
       case when other.actor <> d.actor then 'kept'
            when coalesce(d.data ->> 'break_glass', '') <> '' then 'set_aside'
            else 'broken' end as verdict
  from asked, sealed d
  join cases c on c.id = d.case_id
  join lateral (
        select j.actor from journal j   -- Who took the sign-up in, and whoever edited it since.
         where j.case_id = d.case_id and j.decided and j.line < d.line and d.event = 'approved'
           and j.event in ('submitted', 'sign_up_corrected') and j.actor like 'staff:%'
        union
        select j.actor from journal j   -- Who rejected what was appealed against.
         where j.case_id = d.case_id and j.decided and j.line < d.line
           and d.event in ('approved', 'rejected') and j.event = 'rejected'
        union
        select j.actor from journal j   -- Who proposed this booking.
         where j.case_id = d.case_id and j.decided and j.line < d.line
           and d.event in ('payment_received', 'payment_reversed')
           and j.event = 'booking_proposed' and j.data::jsonb ->> 'payment' = d.data ->> 'payment')
       as other on true
 where d.decided and d.at >= asked.opens and d.at < asked.closes
   and (asked.by_whom = '' or asked.by_whom in (d.actor, other.actor))
 order by d.at, d.case_id, d.line, other.actor
