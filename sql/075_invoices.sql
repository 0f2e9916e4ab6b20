-- The registry's own invoices and credit notes, numbered without gaps for each series and year.
--
-- For the auditor: a number is counted by the very row that bears it, in one transaction, and rows
-- are added and never changed or deleted; invoice_gaps below is empty when all is well.  A document
-- is kept as it was made, with names and addresses: tax law wants it longer than an application
-- is kept, and nothing of it may be erased before.

-- The last position that was given.  Locked while one is given, so that none is missing.
create table invoice_counters (
    series text    not null,
    year   integer not null,
    last   integer not null,
    primary key (series, year)
);

-- What payment references are made of; a number that nobody got is none that a payer could quote.
create sequence invoice_payments;

create table invoices (
    id         bigint      primary key generated always as identity,
    number     text        not null unique,   -- "VF-2026-00012"
    series     text        not null,
    year       integer     not null,
    position   integer     not null,
    effect_key text        not null unique,   -- What asked for it: case, journal line, number.
    case_id    bigint      not null,
    credits    text        unique references invoices (number),  -- Of a credit note: its invoice.
    issued_on  date        not null,          -- In the registry's time zone.
    issued_at  timestamptz not null default clock(),
    net        bigint      not null,          -- Cents.
    vat        bigint      not null,
    total      bigint      not null,
    structured_message text unique,           -- None on a credit note.
    page       jsonb       not null,          -- All that stands on it.  Personal.
    ubl        text        not null,          -- The XML as it was made.  Personal.
    unique (series, year, position),
    constraint year_of_its_date check (year = extract(year from issued_on)),
    constraint adds_up check (total = net + vat),
    constraint payable_or_credits check ((structured_message is null) = (credits is not null))
);

create index invoices_of_case on invoices (case_id, id);

-- Number and date of the next document.  The lock on its counter is held to the end of the
-- transaction: so the dates rise with the numbers, and who comes meanwhile waits.
create function next_invoice(the_series text, the_zone text)
returns table (number text, its_year integer, its_position integer, issued_on text,
               payment bigint)
language plpgsql as $$
declare
    today date;
    this_year integer;
    next_position integer;
begin
    -- The year may turn while we wait for its last invoice.
    loop
        this_year := extract(year from clock() at time zone the_zone);
        insert into invoice_counters (series, year, last) values (the_series, this_year, 0)
        on conflict do nothing;
        select last + 1 into next_position from invoice_counters
         where series = the_series and year = this_year for update;
        today := (clock() at time zone the_zone)::date;
        exit when extract(year from today) = this_year;
    end loop;
    return query select the_series || '-' || this_year || '-' ||
                        repeat('0', greatest(0, 5 - length(next_position::text))) || next_position,
                        this_year, next_position, to_char(today, 'YYYY-MM-DD'),
                        nextval('invoice_payments');
end $$;

-- Nothing else moves the counter: a position is the one after the last, or the row is refused.
create function count_invoice() returns trigger
language plpgsql as $$
begin
    update invoice_counters set last = new.position
     where series = new.series and year = new.year and last = new.position - 1;
    if not found then
        raise exception 'invoice % would leave a gap', new.number;
    end if;
    return new;
end $$;

create trigger count_invoice before insert on invoices
    for each row execute function count_invoice();

create function invoices_are_immutable() returns trigger
language plpgsql as $$
begin
    raise exception 'invoices are never changed: a credit note takes one back';
end $$;

create trigger invoices_are_immutable before update or delete or truncate on invoices
    for each statement execute function invoices_are_immutable();

-- Series whose numbers do not run from 1 to the counter.
create view invoice_gaps as
select counter.series, counter.year, counter.last, count(invoice.id) as there
  from invoice_counters counter
  left join invoices invoice on invoice.series = counter.series and invoice.year = counter.year
 group by counter.series, counter.year, counter.last
having counter.last <> count(invoice.id) or counter.last <> coalesce(max(invoice.position), 0);
