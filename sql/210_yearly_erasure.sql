-- What is personal in the bookkeeping, and in mails that belong to no application, is forgotten a
-- year at a time.
--
-- For the auditor: numbers, amounts, dates and hashes stay, so that no invoice is missing and every
-- sum is what it was.  One person proposes a year and another one confirms it; what was erased, and
-- how much of it, stands here for good.

create table yearly_erasures (
    kind         text        not null check (kind in ('bookkeeping', 'mails')),
    year         integer     not null,
    proposed_by  text        not null,
    proposed_at  timestamptz not null default clock(),
    reason       text        not null,
    confirmed_by text,
    confirmed_at timestamptz,
    records      bigint,               -- So many were erased.
    primary key (kind, year),
    constraint two_people check (confirmed_by <> proposed_by),
    constraint confirmed_as_a_whole check ((confirmed_by is null) = (confirmed_at is null)),
    constraint counted_when_confirmed check (records is null or confirmed_by is not null)
);

create function yearly_erasures_stay() returns trigger
language plpgsql as $$
begin
    raise exception 'that a year was erased, or is to be, stays on record';
end $$;
create trigger yearly_erasures_stay before update on yearly_erasures for each row
    when (old.records is not null or
          (old.confirmed_by is not null and (new.confirmed_by, new.confirmed_at)
           is distinct from (old.confirmed_by, old.confirmed_at)) or
          (new.kind, new.year, new.proposed_by, new.proposed_at, new.reason)
          is distinct from (old.kind, old.year, old.proposed_by, old.proposed_at, old.reason))
    execute function yearly_erasures_stay();
create trigger yearly_erasures_are_kept before delete or truncate on yearly_erasures
    for each statement execute function yearly_erasures_stay();

create function year_is_erased(the_kind text, the_year integer) returns boolean
language sql stable as $$
    select exists (select from yearly_erasures
                    where kind = the_kind and year = the_year and confirmed_by is not null);
$$;

create function year_of(at timestamptz) returns integer
language sql immutable parallel safe as $$
    select extract(year from at at time zone 'UTC')::integer;
$$;

-- An invoice loses what stands on it, after its year was erased, and nothing else.
drop trigger invoices_are_immutable on invoices;
create trigger invoices_are_immutable before update on invoices for each row
    when (new.page <> '{}' or new.ubl <> '' or not year_is_erased('bookkeeping', old.year) or
          (new.id, new.number, new.series, new.year, new.position, new.effect_key, new.case_id,
           new.credits, new.issued_on, new.issued_at, new.net, new.vat, new.total,
           new.structured_message)
          is distinct from
          (old.id, old.number, old.series, old.year, old.position, old.effect_key, old.case_id,
           old.credits, old.issued_on, old.issued_at, old.net, old.vat, old.total,
           old.structured_message))
    execute function invoices_are_immutable();
create trigger invoices_are_kept before delete or truncate on invoices
    for each statement execute function invoices_are_immutable();

-- A mail loses its content with its application (190), or with its year if it has none.
drop trigger mails_in_stay on mails_in;
create trigger mails_in_stay before update of sha256, raw, size, whole, message_id, received_at
    on mails_in for each row
    when (new.erased_at is null or new.raw <> '' or
          not (is_erased(old.case_id) or
               old.case_id is null and year_is_erased('mails', year_of(old.received_at))) or
          (new.sha256, new.size, new.whole, new.received_at)
          is distinct from (old.sha256, old.size, old.whole, old.received_at))
    execute function what_came_stays();

-- What somebody still decides about may not go yet, nor what a legal hold is on: the code of a
-- message, or null.
create function year_obstacle(the_kind text, the_year integer) returns text
language sql stable as $$
    select case
        when the_kind = 'mails' then
            (select 'year_undecided' from mails_in
              where case_id is null and year_of(received_at) = the_year
                and state not in ('closed', 'bounce', 'confirmed', 'dismissed') limit 1)
        when exists (
            select from cases c
             where c.facts ->> 'legal_hold' <> ''
               and (exists (select from invoices where case_id = c.id and year = the_year)
                    or exists (select from refunds
                                where case_id = c.id and year_of(asked_at) = the_year)
                    or exists (select from movement_bookings b join movements m on m.id = b.movement_id
                                where b.case_id = c.id and year_of(m.seen_at) = the_year)))
            then 'year_held'
        when exists (select from movements
                      where year_of(seen_at) = the_year and state not in ('booked', 'passed'))
          or exists (select from refunds where year_of(asked_at) = the_year and sent_at is null)
            then 'year_undecided'
    end;
$$;

-- What there is of each year, from when it may be erased, and what became of it.
create function years_kept(keep_invoices integer, keep_mails integer)
returns table (kind text, year integer, records bigint, due timestamptz, proposed_by text,
               proposed_at timestamptz, reason text, confirmed_by text, confirmed_at timestamptz,
               obstacle text)
language sql stable as $$
    with there as (
        select 'bookkeeping' as kind, i.year, 1 as one from invoices i
        union all
        select 'bookkeeping', year_of(m.seen_at), 1 from movements m
        union all
        select 'bookkeeping', year_of(r.asked_at), 1 from refunds r
        union all
        select 'mails', year_of(m.received_at), 1 from mails_in m
         where m.case_id is null
    )
    select t.kind, t.year, coalesce(e.records, count(*)),
           make_timestamptz(t.year + 1, 1, 1, 0, 0, 0, 'UTC') +
               case t.kind when 'bookkeeping' then make_interval(years => keep_invoices)
                           else make_interval(days => keep_mails) end,
           e.proposed_by, e.proposed_at, e.reason, e.confirmed_by, e.confirmed_at,
           case when e.confirmed_by is null then year_obstacle(t.kind, t.year) end
      from there t left join yearly_erasures e on e.kind = t.kind and e.year = t.year
     group by t.kind, t.year, e.kind, e.year
     order by 4, 1;
$$;

-- By another person than who has proposed it.  Returns how many records were erased; null if there
-- is nothing to confirm for this person.
create function erase_year(the_kind text, the_year integer, who text) returns bigint
language plpgsql as $$
declare
    erased bigint;
    papers text[];
begin
    if year_obstacle(the_kind, the_year) is not null then
        return null;
    end if;
    -- Before anything goes: the triggers let go of what this row allows.
    update yearly_erasures set confirmed_by = who, confirmed_at = clock()
     where kind = the_kind and year = the_year and confirmed_by is null and proposed_by <> who;
    if not found then
        return null;
    end if;
    if the_kind = 'mails' then
        with gone as (
            update mails_in
               set raw = '', sender = '', subject = '', reading = null, trouble = null,
                   reason = '', message_id = '', erased_at = clock()
             where case_id is null and year_of(received_at) = the_year and erased_at is null
            returning 1)
        select count(*) into erased from gone;
        update mail_steps set reason = ''
         where reason <> '' and mail_id in (
               select id from mails_in
                where case_id is null and year_of(received_at) = the_year);
    else
        with gone as (
            delete from sent_papers p using invoices i
             where i.year = the_year and p.name = i.number and p.kind in ('invoice', 'credit_note')
            returning p.document)
        select coalesce(array_agg(document), '{}') into papers from gone;
        delete from documents where id = any (papers)
           and not exists (select from sent_papers where document = documents.id);
        with gone as (
            update invoices set page = '{}', ubl = '' where year = the_year returning 1)
        select count(*) into erased from gone;
        update tasks set details = '{}'
         where key in (select 'movement/' || id from movements where year_of(seen_at) = the_year
                       union all
                       select 'refund/' || id from refunds where year_of(asked_at) = the_year);
        with gone as (
            update refunds set payee = '', account = '', reason = '', sent_for = null
             where year_of(asked_at) = the_year returning 1)
        select erased + count(*) into erased from gone;
        update movement_proposals
           set reason = '', confirmed_for = case when confirmed_for is not null then '' end
         where movement_id in (select id from movements where year_of(seen_at) = the_year);
        with gone as (
            update movements
               set words = '', payer = '', payer_account = '', bank_reference = '', end_to_end = '',
                   structured = '', doubt = '', reason = null, suggestions = '[]'
             where year_of(seen_at) = the_year returning 1)
        select erased + count(*) into erased from gone;
        delete from statement_parts
         where file_id in (select id from statement_files where year_of(received_at) = the_year);
        update statement_files set file_name = '' where year_of(received_at) = the_year;
    end if;
    update yearly_erasures set records = erased where kind = the_kind and year = the_year;
    return erased;
end;
$$;
