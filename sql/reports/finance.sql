-- Money: every invoice and credit note of a period with what was received and sent back for its
-- application, then what came in and belongs to none.
select kind, number, reference, day, net, vat, total, received, refunded, open
  from (select 1 as rank, i.id as place,
               case when i.credits is null then 'invoice' else 'credit_note' end as kind,
               i.number, c.reference, to_char(i.issued_on, 'YYYY-MM-DD') as day,
               report_money(i.net) as net, report_money(i.vat) as vat,
               report_money(i.total) as total,
               case when i.credits is null then report_money(money.received) else '' end as received,
               case when i.credits is null then report_money(money.refunded) else '' end as refunded,
               case when i.credits is null
                    then report_money(i.total - money.received + money.refunded) else '' end as open
          from asked, invoices i
          join cases c on c.id = i.case_id
          join lateral (
                select coalesce(sum(case d.event when 'payment_received' then 1
                                                 when 'payment_reversed' then -1 else 0 end
                                    * (d.data ->> 'amount')::bigint), 0)::bigint as received,
                       coalesce((select sum(r.cents) from refunds r
                                  where r.case_id = i.case_id and r.sent_at <= asked.as_of), 0)::bigint
                           as refunded
                  from (select j.event, j.data::jsonb as data from journal j
                          join audit_entries e on e.case_id = j.case_id and e.line = j.line
                         where j.case_id = i.case_id and j.decided and e.position < asked.head
                           and j.event in ('payment_received', 'payment_reversed')) as d
               ) as money on true
         where i.issued_at >= asked.opens and i.issued_at < asked.closes
           and i.issued_at <= asked.as_of
           and (asked.the_case = 0 or i.case_id = asked.the_case)
        union all
        select 2, m.id, 'unmatched', m.entry, '', coalesce(to_char(m.booked_on, 'YYYY-MM-DD'), ''),
               '', '', report_money(m.cents), '', '', ''
          from asked, movements m
         where m.state = 'queued' and asked.the_case = 0
           and m.seen_at >= asked.opens and m.seen_at < asked.closes
           and m.seen_at <= asked.as_of) as money
 order by rank, place
