-- Money: every invoice and credit note of a period with what was received and sent back for its
-- application up to the head; then what came and went in the period, whatever invoice it was for,
-- with its sign; then what came in and belongs to none.
--
-- An erasure takes the payments out of the journal and leaves their sum with the application, and a
-- bank's movements with the bank's statements: of other payments the amount is empty then.
, paid as not materialized (
    select d.case_id, d.line, d.at, d.data ->> 'payment' as payment,
           case d.event when 'payment_received' then 1 else -1 end
           * coalesce((d.data ->> 'amount')::bigint, moved.cents) as cents
      from sealed d
      left join lateral (
            select abs(b.cents) as cents
              from movement_bookings b join movements m on m.id = b.movement_id
             where d.data is null and d.said ->> 'source' = 'bank' and b.case_id = d.case_id
               and (d.said ->> 'delivery' = m.identity or
                    d.said ->> 'delivery' in (m.identity || '/' || b.number,
                                              m.identity || '/' || b.number || '/' || b.case_id))
             order by b.number limit 1) as moved on true
     where d.decided and d.event in ('payment_received', 'payment_reversed')
)
select kind, number, reference, day, net, vat, total, received, refunded, open
  from (select 1 as rank, i.issued_at as at, i.id as place,
               case when i.credits is null then 'invoice' else 'credit_note' end as kind,
               i.number, c.reference, to_char(i.issued_on, 'YYYY-MM-DD') as day,
               report_money(i.net) as net, report_money(i.vat) as vat,
               report_money(i.total) as total,
               case when i.credits is null then report_money(money.received)
                    else '' end as received,
               case when i.credits is null then report_money(money.refunded)
                    else '' end as refunded,
               case when i.credits is null
                    then report_money(i.total - money.credited - money.received + money.refunded)
                    else '' end as open
          from asked, invoices i
          join cases c on c.id = i.case_id
          join lateral (
                select case when c.state = 'erased'   -- What came after the end was never booked.
                            then coalesce((c.facts ->> 'paid')::bigint, 0)
                               + coalesce((select sum(r.cents) from refunds r
                                            where r.case_id = c.id
                                              and r.reason = 'payment_after_end'), 0)
                            else coalesce((select sum(p.cents) from paid p
                                            where p.case_id = c.id), 0)
                       end::bigint as received,
                       coalesce((select sum(r.cents) from refunds r
                                  where r.case_id = i.case_id and r.sent_at <= asked.as_of),
                                0)::bigint as refunded,
                       coalesce((select sum(n.total) from invoices n
                                  where n.credits = i.number and n.issued_at <= asked.as_of),
                                0)::bigint as credited
               ) as money on true
         where i.issued_at >= asked.opens and i.issued_at < asked.closes
           and i.issued_at <= asked.as_of
           and (asked.the_case = 0 or i.case_id = asked.the_case)
        union all
        select 2, p.at, p.case_id, 'payment', coalesce(p.payment, ''), c.reference,
               to_char(p.at at time zone asked.zone, 'YYYY-MM-DD'), '', '',
               coalesce(report_money(p.cents), ''), '', '', ''
          from asked, paid p join cases c on c.id = p.case_id
         where p.at >= asked.opens and p.at < asked.closes
        union all
        select 3, r.sent_at, r.id, 'refund', r.invoice, c.reference,
               to_char(r.sent_at at time zone asked.zone, 'YYYY-MM-DD'), '', '',
               report_money(-r.cents), '', '', ''
          from asked, refunds r join cases c on c.id = r.case_id
         where r.sent_at >= asked.opens and r.sent_at < asked.closes and r.sent_at <= asked.as_of
           and (asked.the_case = 0 or r.case_id = asked.the_case)
        union all
        select 4, m.seen_at, m.id, 'unmatched', m.entry, '',
               coalesce(to_char(m.booked_on, 'YYYY-MM-DD'), ''),
               '', '', report_money(m.cents), '', '', ''
          from asked, movements m
         where asked.the_case = 0 and m.seen_at >= asked.opens and m.seen_at < asked.closes
           and m.seen_at <= asked.as_of and (m.settled_at is null or m.settled_at > asked.as_of)
       ) as money
 order by rank, case when rank in (2, 3) then at end, place
