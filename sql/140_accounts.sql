-- The accounts with which registrars log in, and what guards the doors to them.
--
-- For the auditor: nothing here opens a door by itself.  Passwords and recovery codes are argon2id
-- hashes (passwords with a pepper that is not in the database), the secret of the phone key is
-- sealed with sealing.key, and of a session only the SHA-256 of its token is kept.

-- When an activation code was used up.  The security code of the letter is not: a forgotten
-- password needs it again, with a new activation code.
alter table codes add column used_at timestamptz;

-- One for each registrar, since it has chosen its first password.
create table accounts (
    case_id       bigint      primary key references registrar_ids (case_id),
    password_hash text        not null,  -- argon2id, with its own salt.
    password_at   timestamptz not null default clock(),
    set_by        text        not null,  -- SHA-256 of the request's idempotency key, or empty.
    mobile        text        not null default '',  -- The number that has received an SMS code.
    secret_sealed bytea,                 -- Of the phone key, AES-256-GCM; since it was shown.
    enrolled_at   timestamptz,           -- Since a first phone key was right.
    last_step     bigint      not null default 0,  -- RFC 6238 steps up to this one are used up.
    opened_at     timestamptz not null default clock(),
    constraint enrolled_with_a_secret check (enrolled_at is null or secret_sealed is not null)
);

-- For who has lost the phone; each is good once.
create table recovery_codes (
    case_id bigint      not null references accounts (case_id),
    number  integer     not null check (number between 0 and 9),  -- Its first digit.
    hash    text        not null,  -- argon2id.
    used_at timestamptz,
    primary key (case_id, number)
);

-- Who is logged in, and who is about to show its first phone key ('enrolment').
create table sessions (
    token_hash bytea       primary key,  -- SHA-256 of 256 random bits.
    case_id    bigint      not null references accounts (case_id),
    kind       text        not null check (kind in ('session', 'enrolment')),
    opened_at  timestamptz not null default clock(),
    seen_at    timestamptz not null default clock()
);
create index sessions_of_case on sessions (case_id);
create index sessions_by_age on sessions (opened_at);

-- Opens a session, and forgets those that nobody could use any more.
create function open_session(the_hash bytea, the_case bigint, its_kind text)
returns void language plpgsql as $$
begin
    delete from sessions where opened_at < clock() - interval '1 day';
    insert into sessions (token_hash, case_id, kind) values (the_hash, the_case, its_kind);
end $$;

-- The code that was sent to the mobile number of a representative: one at a time.
create table sms_codes (
    case_id    bigint      primary key,
    mobile     text        not null,  -- As the application had it: +32.497111111.
    hash       text        not null,  -- argon2id.
    expires_at timestamptz not null,
    tries      integer     not null default 0,
    used_at    timestamptz
);

-- How often somebody has knocked at a door in a row without being let in.  Counted before anything
-- is compared, so that many connections at once gain nothing; forgotten after a day.
create table knocks (
    door    text        not null,  -- "login", "activation", "sms", …
    subject text        not null,  -- SHA-256 of what the door was asked for, be there such or not.
    count   integer     not null,
    last_at timestamptz not null,
    open_at timestamptz not null,  -- Before this nobody is listened to.
    primary key (door, subject)
);
create index knocks_by_age on knocks (last_at);

-- Counts a knock; `wait` is how many seconds the door stays shut if it is, and then nothing is
-- counted.  `waits` are the seconds that follow on the first, the second, … knock in a row; its last
-- one on all that come after.
create function take_knock(the_door text, the_subject text, waits integer[])
returns table (wait integer, count integer) language plpgsql as $$
declare
    moment timestamptz := clock();
    known knocks;
    so_far integer;
begin
    delete from knocks where (door, subject) in (
        select old.door, old.subject from knocks old
         where old.last_at < moment - interval '2 days' order by old.last_at limit 4
           for update skip locked);
    insert into knocks values (the_door, the_subject, 0, moment, moment)
    on conflict (door, subject) do update set last_at = knocks.last_at  -- Changes nothing, locks.
    returning * into known;
    moment := clock();  -- Somebody may have been before us meanwhile.
    if known.open_at > moment then
        return query select greatest(1, ceil(extract(epoch from known.open_at - moment))::integer),
                            known.count;
        return;
    end if;
    so_far := case when known.last_at < moment - interval '1 day' then 1 else known.count + 1 end;
    update knocks
       set count = so_far, last_at = moment,
           open_at = moment + make_interval(secs => waits[least(so_far, cardinality(waits))])
     where door = the_door and subject = the_subject;
    return query select 0, so_far;
end $$;

-- Sets the password of a registrar whose activation code was right, and uses that code up.  False
-- if somebody else has used it, or a newer one was made, meanwhile: then nothing has changed.
-- Whoever was logged in is so no longer.
create function open_account(the_case bigint, the_code text, the_hash text, its_key text,
                             its_mobile text, forget_phone boolean)
returns boolean language plpgsql as $$
begin
    update codes set voided_at = clock(), used_at = clock(), sealed = null
     where effect_key = the_code and voided_at is null;
    if not found then return false; end if;
    insert into accounts (case_id, password_hash, set_by, mobile)
    values (the_case, the_hash, its_key, its_mobile)
    on conflict (case_id) do update
       set password_hash = excluded.password_hash, password_at = clock(), set_by = excluded.set_by,
           mobile = case when excluded.mobile = '' then accounts.mobile else excluded.mobile end;
    if its_mobile <> '' then
        update sms_codes set used_at = clock() where case_id = the_case;
    end if;
    if forget_phone then
        update accounts set secret_sealed = null, enrolled_at = null where case_id = the_case;
        delete from recovery_codes where case_id = the_case;
    end if;
    delete from sessions where case_id = the_case;
    return true;
end $$;

-- A first phone key was right: from now on one is asked for, and these ten codes stand in for it.
-- False if another node has done so meanwhile, or the secret is no longer the one that was shown.
create function enrol_phone(the_case bigint, the_secret bytea, the_step bigint, hashes text[])
returns boolean language plpgsql as $$
begin
    update accounts set enrolled_at = clock(), last_step = the_step
     where case_id = the_case and enrolled_at is null and secret_sealed = the_secret
       and last_step < the_step;
    if not found then return false; end if;
    delete from recovery_codes where case_id = the_case;
    insert into recovery_codes (case_id, number, hash)
    select the_case, ordinality - 1, hash from unnest(hashes) with ordinality as given (hash);
    return true;
end $$;

-- Who has asked for a new activation code: done by a worker, so that the answer to who asks takes
-- the same time whether there is such a registrar or not.
create sequence code_wish_numbers;
create table code_wishes (
    case_id  bigint      primary key,
    number   bigint      not null default nextval('code_wish_numbers'),
    asked_at timestamptz not null default clock(),
    due_at   timestamptz not null default clock(),
    attempts integer     not null default 0
);

create function wish_for_code(the_registrar_id text) returns void language sql as $$
    insert into code_wishes (case_id)
    select case_id from registrar_ids where registrar_id = the_registrar_id
    on conflict (case_id) do nothing;
$$;
