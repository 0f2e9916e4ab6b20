-- Registrar IDs and the secret codes with which an account is activated.
--
-- For the auditor: a code can be read from here only between the moment it is made and the moment
-- its letter or e-mail is confirmed to be on its way, and then only by who has the sealing key,
-- which is not in the database.  Afterwards there is an argon2id hash, good for comparing and for
-- nothing else.

-- The last number that was given.  Locked while one is given, so that none is missing.
create table registrar_id_counter (
    only_row boolean primary key default true check (only_row),
    last     bigint  not null
);
insert into registrar_id_counter (last) values (100000);

-- One for each case, for good; a number that was given once is never given to somebody else.
create table registrar_ids (
    case_id      bigint      primary key,
    reference    text        not null unique,  -- What people call the case.
    registrar_id text        not null unique,
    given_at     timestamptz not null default clock()
);

-- The registrar ID of a case, given now if it has none.
create function registrar_id_of(the_case bigint, its_reference text) returns text
language plpgsql as $$
declare
    given text;
begin
    select registrar_id into given from registrar_ids where case_id = the_case;
    if found then return given; end if;

    perform 1 from registrar_id_counter for update;
    -- Somebody may have given it while we waited for the lock.
    select registrar_id into given from registrar_ids where case_id = the_case;
    if found then return given; end if;

    update registrar_id_counter set last = last + 1 returning last::text into given;
    insert into registrar_ids (case_id, reference, registrar_id)
    values (the_case, its_reference, given);
    return given;
end $$;

-- Every code that was ever made, and what became of it.
create table codes (
    effect_key   text        primary key,  -- The asking for it: case, journal line, number.
    case_id      bigint      not null,
    line         integer     not null generated always as
                             (split_part(effect_key, '/', 2)::integer) stored,
    kind         text        not null check (kind in ('security', 'activation')),
    hash         text        not null,     -- argon2id, with its own salt.
    sealed       bytea,                    -- AES-256-GCM, until it is confirmed or void.
    made_at      timestamptz not null default clock(),
    expires_at   timestamptz not null,
    confirmed_at timestamptz,              -- The letter or the e-mail is on its way,
    sent_as      text,                     -- and this is what its carrier calls it.
    voided_at    timestamptz,              -- Replaced by a later one, or told to be void.
    tries        integer     not null default 0,  -- Wrong ones in a row.
    constraint confirmed_as_something check ((confirmed_at is null) = (sent_as is null)),
    constraint sealed_only_while_needed check (
        (sealed is not null) = (confirmed_at is null and voided_at is null))
);

create unique index one_code_counts on codes (case_id, kind) where voided_at is null;

-- Keeps a code that was just made, and answers with the one that counts for this key: this one, or
-- the one that a colleague has kept meanwhile.  No row if a later one has taken its place.
create function keep_code(the_case bigint, its_kind text, the_key text, its_hash text,
                          its_seal bytea, its_lifetime interval)
returns table (sealed_code bytea)
language plpgsql as $$
begin
    -- One at a time for a case: the second waits here and then sees what the first has done.
    perform pg_advisory_xact_lock(hashtextextended('codes', the_case));

    -- Effects of one case may be performed in another order than they were asked for in.
    if exists (select from codes
                where case_id = the_case and kind = its_kind
                  and line > split_part(the_key, '/', 2)::integer) then
        return;
    end if;
    update codes set voided_at = clock(), sealed = null
     where case_id = the_case and kind = its_kind and voided_at is null and effect_key <> the_key;
    insert into codes (effect_key, case_id, kind, hash, sealed, expires_at)
    values (the_key, the_case, its_kind, its_hash, its_seal, clock() + its_lifetime)
    on conflict (effect_key) do nothing;
    return query select sealed from codes where effect_key = the_key and sealed is not null;
end $$;

-- Takes one try to activate: it is counted before anything is compared, so that guessing with many
-- connections at once gains nothing.  `outcome` is 'compare', or why there is nothing to compare.
create function take_try(the_case bigint, tries_max integer)
returns table (outcome text, tries_left integer, registrar_id text, activation_hash text,
               security_hash text)
language plpgsql as $$
declare
    activation codes;
    letter codes;
begin
    select * into activation from codes
     where case_id = the_case and kind = 'activation' and voided_at is null for update;
    select * into letter from codes
     where case_id = the_case and kind = 'security' and voided_at is null;
    if activation.effect_key is null or letter.effect_key is null then
        return query select 'nothing_sent', 0, '', '', '';
    elsif activation.tries >= tries_max then
        return query select 'locked', 0, '', '', '';
    elsif activation.expires_at <= clock() then
        return query select 'activation_expired', 0, '', '', '';
    elsif letter.expires_at <= clock() then
        return query select 'letter_expired', 0, '', '', '';
    else
        update codes set tries = tries + 1 where effect_key = activation.effect_key;
        return query select 'compare', tries_max - activation.tries - 1,
                            coalesce((select given.registrar_id from registrar_ids given
                                       where given.case_id = the_case), ''),
                            activation.hash, letter.hash;
    end if;
end $$;
