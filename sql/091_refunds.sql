-- What goes back to applicants after the end, shared out over the ways by which it came.

create table refunds (
    id          bigint      generated always as identity primary key,
    key         text        not null,   -- Of the effect that asked for it.
    number      integer     not null,   -- From 1: of its shares.
    case_id     bigint      not null,
    route       text        not null check (route in ('service', 'bank')),
    payment     text        not null,   -- As the journal names it; empty if nobody knows which.
    cents       bigint      not null check (cents > 0),
    invoice     text        not null,
    reason      text        not null,   -- Why it goes back.
    payee       text        not null,   -- From here on personal.
    account     text        not null,   -- Its IBAN; empty if the money was noted by hand.
    asked_at    timestamptz not null,
    sent_at     timestamptz,
    sent_by     text,                   -- service, bank, or the person who has seen to it.
    sent_for    text,                   -- That person's reason.
    movement_id bigint,                 -- That took it out of our account.
    constraint a_cause_is_shared_out_once unique (key, number)
);

create index refunds_of_case on refunds (case_id);
create index refunds_to_send on refunds (id) where sent_at is null;
create unique index a_movement_sends_one_refund on refunds (movement_id);

create view refund_rows as
select r.id, r.key, r.number, r.case_id, c.reference, r.route, r.payment, r.cents, r.invoice,
       r.reason, r.payee, r.account, r.sent_at is not null as is_sent, r.movement_id
  from refunds r join cases c on c.id = r.case_id;
