-- The same promises as 005, in less time.
--
-- A single line, which is most of them, has a function of its own with one value for each parameter
-- instead of arrays of one.  PostgreSQL plans a statement over arrays anew at every call, because
-- it takes the general plan for a worse one than it is, and planning took longer than writing.  For
-- the functions that do take arrays the general plan is ordered: they always come with a few rows
-- that an index finds, and never may a plan that was made for an empty table walk over a full one.

-- Text that is kept as it came: nothing here looks into it when it is written, and what is hashed
-- or compared elsewhere stays the same bytes.  (jsonb was taken apart and put together each time.)
alter table cases alter column facts type json;
alter table outbox alter column data type json;

create or replace function write_lines(
    p_case bigint[], p_line integer[], p_at timestamptz[], p_event text[], p_actor text[],
    p_source text[], p_delivery text[], p_entry bytea[], p_hash bytea[], p_salt bytea[],
    p_data text[],
    p_decided boolean[], p_entered boolean[], p_state text[], p_waiting text[], p_facts text[],
    p_title text[], p_terms text[],
    p_effect_of integer[], p_effect_key text[], p_effect_name text[], p_effect_data text[],
    p_timer_of integer[], p_timer_event text[], p_timer_due timestamptz[],
    p_effect_claim bigint[], p_effect_token integer[],
    p_timer_claim bigint[], p_timer_token integer[],
    p_inbox_claim bigint[], p_inbox_token integer[]
) returns void
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
    written integer;
begin
    if cardinality(p_case) > 1 then   -- Always in the same order, so that nobody waits in a circle.
        perform from cases where id = any (p_case) order by id for update;
    end if;

    update cases as c
       set state = i.state, waiting_for = i.waiting, facts = i.facts::json,
           version = c.version + 1, lines = i.line, head = i.hash, changed_at = i.at
      from unnest(p_case, p_line, p_at, p_hash, p_decided, p_state, p_waiting, p_facts)
           as i (id, line, at, hash, decided, state, waiting, facts)
     where c.id = i.id and c.lines = i.line - 1 and i.decided;
    get diagnostics written = row_count;

    if written < cardinality(p_case) then   -- The rest are new cases and refusals, or conflicts.
        declare
            more integer;
        begin
            update cases as c set lines = i.line, head = i.hash
              from unnest(p_case, p_line, p_hash, p_decided) as i (id, line, hash, decided)
             where c.id = i.id and c.lines = i.line - 1 and not i.decided;
            get diagnostics more = row_count;
            written := written + more;
            insert into cases (id, state, waiting_for, facts, version, lines, head, opened_at,
                               changed_at)
            select i.id, i.state, i.waiting, i.facts::json, 1, 1, i.hash, i.at, i.at
              from unnest(p_case, p_line, p_at, p_hash, p_decided, p_state, p_waiting, p_facts)
                   as i (id, line, at, hash, decided, state, waiting, facts)
             where i.line = 1 and i.decided;
            get diagnostics more = row_count;
            if written + more < cardinality(p_case) then
                raise exception 'a case has moved on' using errcode = 'DS001';
            end if;
        end;
    end if;

    insert into journal (case_id, line, at, event, actor, source, delivery, after, decided, entry,
                         hash, salt, data)
    select * from unnest(p_case, p_line, p_at, p_event, p_actor, p_source, p_delivery, p_state,
                         p_decided, p_entry, p_hash, p_salt, p_data)
           as i (id, line, at, event, actor, source, delivery, after, decided, entry, hash, salt,
                 data)
     order by i.source, i.delivery;   -- Two who write the same messages do not wait in a circle.

    if cardinality(p_timer_claim) > 0 then
        -- Before entering a state deletes timers: one that was stopped meanwhile must not be
        -- delivered, even if the case has come back to the same state.
        delete from timers as t using unnest(p_timer_claim, p_timer_token) as i (id, token)
         where t.id = i.id and t.attempts = i.token;
        get diagnostics written = row_count;
        if written < cardinality(p_timer_claim) then
            raise exception 'the deadline was stopped or is somebody else''s by now'
                using errcode = 'DS002';
        end if;
    end if;
    if true = any (p_entered) then
        delete from timers
         where case_id in (select i.id from unnest(p_case, p_entered) as i (id, entered)
                            where i.entered);
    end if;
    if cardinality(p_timer_of) > 0 then
        insert into timers (case_id, event, due_at)
        select p_case[t.of], t.event, t.due
          from unnest(p_timer_of, p_timer_event, p_timer_due) as t (of, event, due);
    end if;
    if cardinality(p_effect_of) > 0 then
        insert into outbox (key, case_id, effect, data, due_at)
        select e.key, p_case[e.of], e.name, e.data::json, p_at[e.of]
          from unnest(p_effect_of, p_effect_key, p_effect_name, p_effect_data)
               as e (of, key, name, data);
    end if;
    if cardinality(p_title) > 0 then
        insert into case_search (case_id, title, terms)
        select i.id, i.title, folded(i.terms)
          from unnest(p_case, p_title, p_terms) as i (id, title, terms)
         where i.title is not null
        on conflict (case_id) do update set title = excluded.title, terms = excluded.terms;
    end if;

    if cardinality(p_effect_claim) > 0 then
        with done as (
            delete from outbox as o using unnest(p_effect_claim, p_effect_token) as i (id, token)
             where o.id = i.id and o.attempts = i.token
            returning o.*)
        insert into outbox_done (id, key, case_id, effect, attempts, done_at)
        select id, key, case_id, effect, attempts, clock() from done;
        get diagnostics written = row_count;
        if written < cardinality(p_effect_claim) then
            raise exception 'the effect is somebody else''s by now' using errcode = 'DS002';
        end if;
    end if;
    if cardinality(p_inbox_claim) > 0 then
        update inbox as m set done_at = clock(), outcome = null
          from unnest(p_inbox_claim, p_inbox_token) as i (id, token)
         where m.id = i.id and m.attempts = i.token and m.done_at is null;
        get diagnostics written = row_count;
        if written < cardinality(p_inbox_claim) then
            raise exception 'the message is somebody else''s by now' using errcode = 'DS002';
        end if;
    end if;
end;
$$;

-- One line, which settles at most one piece of work: p_claim_of is 'effect', 'timer', 'arrival' or
-- empty.  Answers and errors as of write_lines().
create function write_line(
    p_case bigint, p_line integer, p_at timestamptz, p_event text, p_actor text, p_source text,
    p_delivery text, p_entry bytea, p_hash bytea, p_salt bytea, p_data text,
    p_decided boolean, p_entered boolean, p_state text, p_waiting text, p_facts text,
    p_title text, p_terms text,
    p_effect_key text[], p_effect_name text[], p_effect_data text[],
    p_timer_event text[], p_timer_due timestamptz[],
    p_claim_of text, p_claim bigint, p_token integer
) returns void
language plpgsql as $$
begin
    if not p_decided then
        update cases set lines = p_line, head = p_hash where id = p_case and lines = p_line - 1;
    elsif p_line > 1 then
        update cases
           set state = p_state, waiting_for = p_waiting, facts = p_facts::json,
               version = version + 1, lines = p_line, head = p_hash, changed_at = p_at
         where id = p_case and lines = p_line - 1;
    else
        insert into cases (id, state, waiting_for, facts, version, lines, head, opened_at,
                           changed_at)
        values (p_case, p_state, p_waiting, p_facts::json, 1, 1, p_hash, p_at, p_at);
    end if;
    if not found then
        raise exception 'a case has moved on' using errcode = 'DS001';
    end if;

    insert into journal (case_id, line, at, event, actor, source, delivery, after, decided, entry,
                         hash, salt, data)
    values (p_case, p_line, p_at, p_event, p_actor, p_source, p_delivery, p_state, p_decided,
            p_entry, p_hash, p_salt, p_data);

    if p_claim_of = 'timer' then   -- Before entering a state deletes timers: see write_lines().
        delete from timers where id = p_claim and attempts = p_token;
        if not found then
            raise exception 'the deadline was stopped or is somebody else''s by now'
                using errcode = 'DS002';
        end if;
    end if;
    if p_entered and p_line > 1 then
        delete from timers where case_id = p_case;
    end if;
    for i in 1 .. cardinality(p_timer_event) loop
        insert into timers (case_id, event, due_at)
        values (p_case, p_timer_event[i], p_timer_due[i]);
    end loop;
    for i in 1 .. cardinality(p_effect_key) loop
        insert into outbox (key, case_id, effect, data, due_at)
        values (p_effect_key[i], p_case, p_effect_name[i], p_effect_data[i]::json, p_at);
    end loop;
    if p_title is not null then
        insert into case_search (case_id, title, terms)
        values (p_case, p_title, folded(p_terms))
        on conflict (case_id) do update set title = excluded.title, terms = excluded.terms;
    end if;

    if p_claim_of = 'effect' then
        with done as (
            delete from outbox where id = p_claim and attempts = p_token returning *)
        insert into outbox_done (id, key, case_id, effect, attempts, done_at)
        select id, key, case_id, effect, attempts, clock() from done;
        if not found then
            raise exception 'the effect is somebody else''s by now' using errcode = 'DS002';
        end if;
    elsif p_claim_of = 'arrival' then
        update inbox set done_at = clock(), outcome = null
         where id = p_claim and attempts = p_token and done_at is null;
        if not found then
            raise exception 'the message is somebody else''s by now' using errcode = 'DS002';
        end if;
    end if;
end;
$$;

-- The cases of several messages, what each message has led to before, and the time; in the order of
-- the messages.  Case 0 reserves a new number.
create function find_cases(p_case bigint[], p_source text[], p_delivery text[])
returns table (
    number bigint, id bigint, reference text, state text, waiting_for text, facts json,
    version integer, lines integer, head bytea, earlier bytea, salt bytea, data text, hash bytea,
    now bigint)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
#variable_conflict use_column
begin
    return query
    select l.number, case when l.id = 0 then nextval('case_numbers') else l.id end,
           c.reference, c.state, c.waiting_for, c.facts, c.version, c.lines, c.head,
           j.entry, j.salt, j.data, j.hash, (extract(epoch from clock()) * 1000000)::bigint
      from unnest(p_case, p_source, p_delivery) with ordinality
           as l (id, source, delivery, number)
      left join cases c on c.id = l.id
      left join journal j on j.source = l.source and j.delivery = l.delivery
     order by l.number;
end;
$$;
