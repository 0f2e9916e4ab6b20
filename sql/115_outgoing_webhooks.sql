-- What we tell other systems, by Standard Webhooks (https://www.standardwebhooks.com/).
--
-- Nothing of this is written when a transition is.  A worker follows the journal afterwards and
-- writes one delivery for each endpoint and line, and others send what is due.

-- Where the journal is followed from.  Lines have no order of their own across applications: a
-- sequence would give numbers in one order and commit them in another, so that whoever has seen 12
-- could pass 11 by for ever.  A line therefore keeps the transaction that wrote it, and only
-- transactions older than any that still runs (pg_snapshot_xmin) are read: they have all ended, and
-- what they have written is all there.
--
-- The index summarises blocks and is not touched by most writes.  Lines that were here before get
-- the transaction of this migration.
alter table journal add column written_in bigint not null
      default (pg_current_xact_id()::text::bigint);
create index journal_written_in on journal
       using brin (written_in) with (pages_per_range = 16, autosummarize = on);

-- As in 003, and it does not change where a line was written either.
create or replace function journal_is_append_only() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.case_id, new.line, new.at, new.event, new.actor, new.source, new.delivery,
            new.after, new.decided, new.entry, new.hash, new.written_in)
           is not distinct from
           (old.case_id, old.line, old.at, old.event, old.actor, old.source, old.delivery,
            old.after, old.decided, old.entry, old.hash, old.written_in)
           and new.salt is null and new.data is null then
            return new;   -- The erasure of personal data.
        end if;
    end if;
    raise exception 'the journal is append-only';
end;
$$;

-- Who wants to be told what.  A row stays when an endpoint is removed; its secrets do not.
create sequence webhook_endpoint_ids;

create table webhook_endpoints (
    id               bigint      primary key,
    url              text        not null,
    description      text        not null,
    events           text[]      not null,   -- Types; empty: all but the hand-over.
    secret           bytea,                  -- Sealed with sealing.key, for this endpoint.
    previous_secret  bytea,                  -- Signs, too, until:
    previous_until   timestamptz,
    created_at       timestamptz not null,
    created_by       text        not null,
    listens_from     timestamptz not null,   -- Since it was made, or enabled again.
    failing_since    timestamptz,            -- Null after a success.
    paused_until     timestamptz not null default '-infinity',   -- As it has asked us to.
    disabled_at      timestamptz,
    disabled_because text        not null default '',
    removed_at       timestamptz,
    removed_by       text,
    constraint an_endpoint_has_a_secret check ((secret is null) = (removed_at is not null))
);

-- What was or is to be told: the same message under the same name, however often it is tried.
create table webhook_deliveries (
    id           bigint      generated always as identity primary key,
    endpoint_id  bigint      not null references webhook_endpoints,
    message      text        not null,   -- The header webhook-id: "msg_A-2026-000001_7", case and line.
    event        text        not null,   -- The type: "application.contract_signed".
    case_id      bigint,                 -- Null for a test.
    payload      text,                   -- The very bytes that are signed.  Personal in a
                                         -- hand-over; forgotten a month after the end.
    made_at      timestamptz not null,
    standing     text        not null default 'waiting'
                 check (standing in ('waiting', 'delivered', 'failed')),
    due_at       timestamptz not null,
    tries        integer     not null default 0,   -- Since it was made, or replayed.
    attempts     integer     not null default 0,   -- All of them: the fencing token of the lease.
    leased_until timestamptz not null default '-infinity',
    settled_at   timestamptz,
    constraint an_endpoint_is_told_once unique (endpoint_id, message),
    constraint settled_is_known check ((standing = 'waiting') = (settled_at is null)),
    constraint waiting_has_words check (standing <> 'waiting' or payload is not null)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

create index webhook_deliveries_due on webhook_deliveries (endpoint_id, due_at, id)
 where standing = 'waiting';
create index webhook_deliveries_leased on webhook_deliveries (endpoint_id)
 where standing = 'waiting' and leased_until > '-infinity';
create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint_id, id desc);
create index webhook_deliveries_to_forget on webhook_deliveries (settled_at)
 where payload is not null and settled_at is not null;

-- Every attempt, and what came of it.
create table webhook_attempts (
    delivery_id bigint      not null references webhook_deliveries,
    number      integer     not null,
    at          timestamptz not null,
    status      integer,               -- Of HTTP; null if there was no answer.
    response    text        not null,  -- How the answer began.
    trouble     text        not null,  -- Empty: they have taken it.
    primary key (delivery_id, number)
);

-- How far the journal was told: all lines up to this one, in the order of these three.
--
-- The numbers of transactions belong to one cluster.  A copy that was restored into another one
-- counts anew; it is known by its identifier, and then everything since the endpoints listen is
-- gone through again, which tells nothing twice.
create table webhook_cursor (
    only_one   boolean primary key default true check (only_one),
    cluster    bigint  not null,
    written_in bigint  not null,
    case_id    bigint  not null,
    line       integer not null
);
insert into webhook_cursor (cluster, written_in, case_id, line)
select system_identifier, pg_current_xact_id()::text::bigint, 0, 0 from pg_control_system();

-- What an endpoint is told of a line: which application, what happened, and where to read more.
-- Nothing personal.  `entry` is the line's, $2 our own address.
create function webhook_payload(entry jsonb, api text, version bigint) returns text
language sql stable as $$
    select json_build_object(
        'type', 'application.' || (entry ->> 'event'),
        'timestamp', entry ->> 'at',
        'data', json_build_object(
            'reference', entry ->> 'app',
            'event', entry ->> 'event',
            'from', entry ->> 'from',
            'to', entry ->> 'to',
            'at', entry ->> 'at',
            'line', entry -> 'seq',
            'version', version,
            'url', api || '/api/v1/applications/' || (entry ->> 'app')))::text;
$$;

-- Each line that decided something, with each endpoint that wants it.
create view webhook_messages as
select e.id as endpoint_id, j.written_in, j.case_id, j.line,
       'msg_' || c.reference || '_' || j.line as message,
       'application.' || j.event as event,
       convert_from(j.entry, 'utf8')::jsonb as entry,
       (select count(*) from journal earlier
         where earlier.case_id = j.case_id and earlier.line <= j.line and earlier.decided) as version
  from journal j
  join cases c on c.id = j.case_id
  join webhook_endpoints e
    on e.disabled_at is null and e.removed_at is null and e.listens_from <= j.at
   and (e.events = '{}' or 'application.' || j.event = any (e.events))
 where j.decided;

create view webhook_endpoint_rows as
select id, url, description, to_json(events) as events,
       (extract(epoch from created_at) * 1000000)::bigint as created_at,
       case when previous_until > clock()
            then (extract(epoch from previous_until) * 1000000)::bigint end as previous_until,
       (extract(epoch from failing_since) * 1000000)::bigint as failing_since,
       (extract(epoch from disabled_at) * 1000000)::bigint as disabled_at, disabled_because
  from webhook_endpoints where removed_at is null;

create view webhook_delivery_rows as
select d.id, d.endpoint_id, d.message, d.event, coalesce(c.reference, '') as reference, d.standing,
       (extract(epoch from d.made_at) * 1000000)::bigint as made_at,
       case when d.standing = 'waiting'
            then (extract(epoch from d.due_at) * 1000000)::bigint end as due_at,
       (extract(epoch from d.settled_at) * 1000000)::bigint as settled_at,
       d.payload is null as forgotten,
       coalesce((select json_agg(json_build_object(
                     'number', a.number, 'at', (extract(epoch from a.at) * 1000000)::bigint,
                     'status', a.status, 'response', a.response, 'trouble', a.trouble)
                     order by a.number)
                   from webhook_attempts a where a.delivery_id = d.id), '[]') as attempts
  from webhook_deliveries d left join cases c on c.id = d.case_id;
