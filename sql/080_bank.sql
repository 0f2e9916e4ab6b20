-- What banks' statement files say: kept raw, understood movement by movement, each booked once.

-- Files are kept before anybody tries to understand them, in parts, because some are large.
create table statement_files (
    id            text        primary key,   -- SHA-256 of the content, in hexadecimal.
    file_name     text        not null,      -- As the sender called it; never a path.
    size          bigint      not null,
    received_from text        not null,
    received_at   timestamptz not null,
    read_at       timestamptz,               -- Set when all of it was understood.
    format        text,                      -- coda, camt
    refused_at    timestamptz,               -- Set when it was not.
    refused_place text,                      -- The line or the path.
    refused_for   text
);

create table statement_parts (
    file_id text    not null,
    number  integer not null,
    content bytea   not null,   -- Personal.
    primary key (file_id, number)
);

-- A movement is known by its identity, whichever file it came in, and so it is booked once.
create table movements (
    id             bigint      generated always as identity primary key,
    identity       text        not null,
    file_id        text        not null,   -- Where it was seen first.
    account        text        not null,   -- Ours.
    statement      text        not null,
    entry          text        not null,
    booked_on      date,
    cents          bigint      not null,   -- Above zero came in.
    currency       text        not null,
    reversal       boolean     not null,
    structured     text        not null,
    words          text        not null,   -- From here on personal.
    payer          text        not null,
    payer_account  text        not null,
    bank_reference text        not null,
    end_to_end     text        not null,
    doubt          text        not null,
    seen_at        timestamptz not null,
    -- fresh: nobody has looked at it; booking: decided and on its way to its applications; booked;
    -- queued: for a person of finance; passed: not about an invoice, such as what we pay.
    state          text        not null check (state in ('fresh', 'booking', 'booked', 'queued', 'passed')),
    leased_until   timestamptz not null default '-infinity',
    sought         text[]      not null default '{}',   -- References that were found in it.
    reason         jsonb,                               -- A message's key and its values.
    suggestions    jsonb       not null default '[]',   -- The best first.
    settled_at     timestamptz,
    settled_by     text,                                -- bank, or who has booked it by hand.
    constraint a_movement_is_booked_once unique (identity)
);

create index movements_due on movements (id) where state in ('fresh', 'booking');
create index movements_of_file on movements (file_id, id);
create index movements_sought on movements using gin (sought) where state = 'queued';

-- To which applications a movement goes, decided before it is booked, so that a crash in between
-- books the same again.
create table movement_bookings (
    movement_id bigint  not null,
    number      integer not null,   -- From 1; part of the delivery by which the engine knows it.
    case_id     bigint  not null,
    cents       bigint  not null,   -- Below zero takes back.
    primary key (movement_id, number)
);

create index movement_bookings_of_case on movement_bookings (case_id);

-- By which reference an invoice is paid: its twelve digits, or its RF reference, without marks.
create table invoice_messages (
    message text   not null,
    case_id bigint not null,
    primary key (message, case_id)
);

create function plain_reference(message text) returns text
language sql immutable parallel safe as $$
    select regexp_replace(upper(message), '[^0-9A-Z]', '', 'g');
$$;

-- An invoice that is out asks for its payment.  By its effect and not by the facts, so that no other
-- transition has to look; and a payment that came before its invoice is looked at again.
create function note_invoice_message() returns trigger
language plpgsql as $$
declare
    plain text := plain_reference(new.data->>'structured_message');
begin
    if plain is null or plain = '' then
        return null;
    end if;
    insert into invoice_messages (message, case_id) values (plain, new.case_id)
    on conflict do nothing;
    update movements set state = 'fresh', leased_until = '-infinity'
     where state = 'queued' and sought @> array[plain];
    return null;
end;
$$;

create trigger invoice_message after insert on outbox
    for each row when (new.effect = 'request_payment') execute function note_invoice_message();

insert into invoice_messages (message, case_id)
select plain_reference(facts->'invoice'->>'structured_message'), id
  from cases
 where facts->'invoice'->>'structured_message' <> ''
on conflict do nothing;

create view payable_invoices as
select m.message, c.id as case_id, c.reference, c.state, c.waiting_for <> '' as under_way,
       coalesce((c.facts->'invoice'->>'net')::bigint, 0) as net,
       coalesce((c.facts->'invoice'->>'total')::bigint, 0) as total,
       coalesce((c.facts->>'paid')::bigint, 0) as paid,
       coalesce(c.facts->'sign_up'->'organisation'->>'name', '') as organisation
  from invoice_messages m join cases c on c.id = m.case_id;
