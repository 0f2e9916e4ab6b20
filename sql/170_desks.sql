-- What the desks of the console read: money that waits for finance, and every movement with what is
-- known of it.

-- Few rows wait, among all that was ever booked.
create index movements_queued on movements (id) where state = 'queued';

create view movement_rows as
select m.id, m.identity, m.account, m.statement, m.entry, coalesce(m.booked_on::text, '') as booked_on,
       m.cents, m.currency, m.reversal, m.structured, m.words, m.payer, m.payer_account,
       m.bank_reference, m.end_to_end, m.doubt, m.state, m.reason, m.suggestions,
       coalesce(m.settled_by, '') as settled_by,
       (extract(epoch from m.settled_at) * 1000000)::bigint as settled_at,
       p.case_id as proposed_case, pc.reference as proposed_reference, p.proposed_by,
       p.reason as proposed_for,
       coalesce((select json_agg(json_build_object('reference', c.reference, 'cents', b.cents)
                                 order by b.number)
                   from movement_bookings b join cases c on c.id = b.case_id
                  where b.movement_id = m.id), '[]') as bookings
  from movements m
  left join movement_proposals p
    on p.movement_id = m.id and p.confirmed_at is null and p.replaced_at is null
  left join cases pc on pc.id = p.case_id;

-- Messages to other systems that were given up, unless a person has laid them aside since.  Those of
-- an endpoint that is disabled are its administrator's.
create index webhook_deliveries_failed on webhook_deliveries (settled_at) where standing = 'failed';
create index interventions_of_work on interventions (work, at);

create view failed_deliveries as
select d.id, d.case_id, d.event, d.attempts, d.settled_at, e.url
  from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
 where d.standing = 'failed' and e.disabled_at is null and e.removed_at is null
   and not exists (select from interventions i
                    where i.work = 'delivery/' || d.id and i.what = 'dismiss'
                      and i.at >= d.settled_at);

-- How the last look into a mailbox has ended.
alter table mailboxes
    add column looked_at      timestamptz,                   -- The last one that went well.
    add column trouble        text not null default '',
    add column troubled_since timestamptz;
