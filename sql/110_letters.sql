-- Security letters: which there are, where each is, and what is left of its PDF.
--
-- For the auditor: no PDF and no code is here.  A letter is drawn in memory when it goes to whoever
-- prints it, from the code under its seal (020_codes.sql); once it is handed over, the seal is gone
-- too, and only the SHA-256 of the PDF, its pages, time, printer and job stay.  Who moved a letter,
-- when and why stands in the journal; the lines below only point there.

create table letters (
    number           bigint      generated always as identity primary key,
    effect_key       text        not null unique,  -- The asking for it: case, journal line, number.
    case_id          bigint      not null,
    replaces         bigint      references letters (number),
    letter           text,                         -- What its carrier calls it, from then on.
    way              text        check (way in ('print_house', 'printer', 'folder', 'fax')),
    carrier          text,                         -- Which printer, folder or gateway.
    custody          text        not null default 'asked'
                     check (custody in ('asked', 'printed', 'posted', 'returned', 'voided')),
    drawn_on         date,                         -- The day on the paper: the same at each attempt.
    job              integer,                      -- The printer's number for it,
    sending_at       timestamptz,                  -- and since when it may have the PDF.
    document         text,                         -- SHA-256 of the PDF that was handed over,
    pages            integer,
    template_version text,
    handed_over_at   timestamptz,
    look_at          timestamptz,                  -- When to ask the printer; null: there is no need.
    trouble          text                          -- Why nobody knows what became of it.
);

create unique index letters_by_name on letters (case_id, letter) where letter is not null;
create index letters_of_case on letters (case_id, number);
create index letters_by_custody on letters (custody, number desc);
create index letters_to_look_at on letters (look_at) where look_at is not null;
create index letters_named on letters (letter) where letter is not null;

-- One line for each time that a letter changed hands.  Actor, time and reason are those of the
-- line in the journal that it points to.
create table letter_custody (
    id      bigint  generated always as identity primary key,
    letter  bigint  not null references letters (number),
    custody text    not null
            check (custody in ('asked', 'reprinted', 'printed', 'posted', 'returned', 'voided')),
    case_id bigint  not null,
    line    integer not null
);

create index letter_custody_of_letter on letter_custody (letter, id);

create function custody_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the custody of letters is append-only';
end $$;

create trigger letter_custody_is_append_only before update or delete on letter_custody
    for each row execute function custody_is_append_only();
create trigger letter_custody_is_not_truncated before truncate on letter_custody
    for each statement execute function custody_is_append_only();

create function move_letter(the_letter bigint, its_custody text, the_case bigint, its_line integer)
returns void language sql as $$
    update letters
       set custody = its_custody,
           look_at = case when its_custody = 'voided' then null else look_at end
     where number = the_letter;
    insert into letter_custody (letter, custody, case_id, line)
    values (the_letter, its_custody, the_case, its_line);
$$;

-- What a decision asks for: a letter, or that one is void.  In its transaction.
create function letter_was_asked() returns trigger language plpgsql as $$
declare
    its_line integer := split_part(new.key, '/', 2)::integer;
    earlier bigint;
    made bigint;
begin
    if new.effect = 'void_security_letter' then
        perform move_letter(number, 'voided', new.case_id, its_line)
           from letters
          where case_id = new.case_id and letter = new.data ->> 'letter' and custody <> 'voided';
        return null;
    end if;
    select number into earlier from letters where case_id = new.case_id order by number desc limit 1;
    -- Those that nobody has printed have no name by which they could be called void; their code is.
    perform move_letter(number, 'voided', new.case_id, its_line)
       from letters where case_id = new.case_id and custody = 'asked';
    insert into letters (effect_key, case_id, replaces) values (new.key, new.case_id, earlier)
    returning number into made;
    insert into letter_custody (letter, custody, case_id, line)
    values (made, case when earlier is null then 'asked' else 'reprinted' end, new.case_id, its_line);
    return null;
end $$;

create trigger letter_was_asked after insert on outbox
    for each row when (new.effect in ('post_security_letter', 'void_security_letter'))
    execute function letter_was_asked();

-- What is told of a letter, by its printer or by the post room.  In the transaction that notes it.
create function letter_moved() returns trigger language plpgsql as $$
begin
    perform move_letter(number, substr(new.event, length('letter_') + 1), new.case_id, new.line)
       from letters
      where case_id = new.case_id and letter = new.data::json ->> 'letter'
        and custody <> 'voided';
    return null;
end $$;

create trigger letter_moved after insert on journal
    for each row when (new.decided and
                       new.event in ('letter_printed', 'letter_posted', 'letter_returned'))
    execute function letter_moved();

-- Letters from before this table: where they are now, without the way that they came.
insert into letters (effect_key, case_id, letter, way, custody, handed_over_at)
select k.effect_key, k.case_id, k.sent_as, case when k.sent_as is not null then 'print_house' end,
       case when k.voided_at is not null then 'voided'
            when k.sent_as is not null and c.facts -> 'letter' ->> 'id' = k.sent_as
            then coalesce(c.facts -> 'letter' ->> 'custody', 'printed')
            when k.sent_as is not null then 'printed' else 'asked' end,
       k.confirmed_at
  from codes k left join cases c on c.id = k.case_id
 where k.kind = 'security'
 order by k.case_id, k.line;
