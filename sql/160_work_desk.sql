-- The work desk: what staff's console shows of many applications at once, who has which, and notes.

-- What a queue and its figures need to know of a state; a test holds it against states/onboarding.hpp.
create table workflow_states (
    name      text    primary key,
    step      integer not null,   -- Of those that can be met in any step, the first.
    ended     boolean not null,
    held      boolean not null,   -- The clock stands still, in the step where it was held.
    applicant boolean not null    -- The ball is with the applicant: what leads on is its doing.
);

insert into workflow_states (name, step, ended, held, applicant)
values ('new', 1, false, false, true), ('draft', 1, false, false, true),
       ('in_review', 2, false, false, false), ('information_requested', 2, false, false, true),
       ('contract_preparing', 3, false, false, false), ('contract_sent', 3, false, false, true),
       ('contract_trouble', 3, false, false, false), ('payment_due', 4, false, false, false),
       ('activation_due', 5, false, false, true), ('profile_open', 6, false, false, true),
       ('ready', 7, false, false, true), ('completed', 7, true, false, false),
       ('on_hold', 2, false, true, false), ('rejected', 2, true, false, false),
       ('withdrawn', 2, true, false, false), ('expired', 2, true, false, false);

-- One row for each application, made of its facts and its journal, and nothing personal in it.
--
-- No transition writes it, for transitions must stay cheap: who reads follows the journal first, see
-- follow_work() below.  Only `assignee` is at home here, and assign_work() alone writes it.
create table work_queue (
    case_id      bigint      primary key,
    reference    text        not null,
    state        text        not null,
    step         integer     not null,              -- While it is held, and after its end, where it stood.
    reached      integer     not null,              -- The furthest step that it was ever in.
    waiting_for  text        not null,
    ended        boolean     not null,
    resubmitted  boolean     not null,
    products     text[]      not null,              -- Sorted.
    due_at       timestamptz,                       -- When the clock of its state runs out, or ran out.
    place        bigint      not null,              -- What every view is sorted by, see place_in_queue().
    assignee     text        not null default '',   -- "staff:17"; empty: nobody has it.
    opened_at    timestamptz not null,
    changed_at   timestamptz not null,
    submitted_at timestamptz,
    completed_at timestamptz
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- Every view is a walk along one of these, from a place and a number on.
create index work_queue_open on work_queue (place, case_id) where not ended;
create index work_queue_ended on work_queue (place, case_id) where ended;
create index work_queue_of_assignee on work_queue (assignee, place, case_id) where not ended;
create index work_queue_by_ball on work_queue (waiting_for, place, case_id) where not ended;
create index work_queue_resubmitted on work_queue (place, case_id) where resubmitted and not ended;
create index work_queue_by_state on work_queue (state, place, case_id);
create index work_queue_by_step on work_queue (step, place, case_id) where not ended;
-- And these carry figures: ageing, the funnel, expected days.
create index work_queue_ageing on work_queue (step, opened_at) where not ended;
create index work_queue_funnel on work_queue (opened_at) include (reached, completed_at);
create index work_queue_completed on work_queue (products, completed_at desc)
       include (submitted_at) where completed_at is not null;

-- The next deadline first, then those without a clock, then the ended, the latest end first: one
-- number, so that all views have the same order and the same cursor.
create function place_in_queue(due timestamptz, ended boolean, changed timestamptz) returns bigint
language sql immutable parallel safe as $$
    select case when ended then 9000000000000000000 - (extract(epoch from changed) * 1000000)::bigint
                when due is null then 4000000000000000000
                else (extract(epoch from due) * 1000000)::bigint end;
$$;

-- How long each application was in each step.  Seconds, of all its stays there together.
--
-- Gross is between entering and leaving a state of the step; net is without the states in which the
-- ball was with the applicant, and without holds.  The journal does not say whose turn it was, so the
-- state does (workflow_states).
create table step_stays (
    case_id    bigint      not null,
    step       integer     not null,
    entered_at timestamptz not null,
    left_at    timestamptz,            -- The last time; null while it is there.
    gross      bigint      not null,
    net        bigint      not null,
    primary key (case_id, step)
);

create index step_stays_left on step_stays (left_at) include (step, gross, net) where left_at is not null;

-- How far the journal was followed: every line that this snapshot can see.  Lines have no order of
-- their own across applications (see 115), but a snapshot knows exactly what it has not seen.
-- Numbers of transactions belong to one cluster: in another one all is made anew.
create table work_queue_seen (
    only_one boolean     primary key default true check (only_one),
    cluster  bigint      not null,
    seen     pg_snapshot not null,
    at       timestamptz not null
);
insert into work_queue_seen (cluster, seen, at) values (0, pg_current_snapshot(), clock());

-- Writes the rows of these applications anew.
create function take_up_work(the_cases bigint[]) returns void
language sql
set enable_seqscan = off   -- Planned while step_stays is empty, it would read all of it for each case.
as $$
    with lines as (
        select case_id, line, at, s.step, s.ended, s.held, s.applicant,
               lead(at) over of_case as until,
               count(*) filter (where not s.held) over of_case as stand   -- Holds belong to the one before.
          from unnest(the_cases) as moved (case_id)
          join journal j using (case_id)
          join workflow_states s on s.name = j.after
         where j.decided
        window of_case as (partition by case_id order by line)),
    stays as (
        select case_id, at, until, ended,
               min(step) filter (where not held) over (partition by case_id, stand) as step,
               case when held or applicant then 0 else 1 end as counts
          from lines)
    insert into step_stays as known (case_id, step, entered_at, left_at, gross, net)
    select case_id, step, min(at), case when bool_or(until is null) then null else max(until) end,
           sum(extract(epoch from coalesce(until, at) - at))::bigint,
           sum(extract(epoch from coalesce(until, at) - at) * counts)::bigint
      from stays
     where not ended and step is not null
     group by case_id, step
    on conflict (case_id, step) do update
       set entered_at = excluded.entered_at, left_at = excluded.left_at, gross = excluded.gross,
           net = excluded.net
     where (known.entered_at, known.left_at, known.gross, known.net)
           is distinct from (excluded.entered_at, excluded.left_at, excluded.gross, excluded.net);

    insert into work_queue as known (case_id, reference, state, step, reached, waiting_for, ended,
                                     resubmitted, products, due_at, place, opened_at, changed_at,
                                     submitted_at, completed_at)
    select c.id, c.reference, c.state, coalesce(stood.step, s.step, 0),
           greatest(coalesce(stood.step, s.step, 0),
                    (select max(step) from step_stays where case_id = c.id)),
           c.waiting_for, coalesce(s.ended, false),
           coalesce((c.facts ->> 'resubmitted')::boolean, false) and not coalesce(s.ended, false),
           coalesce((select array_agg(distinct p ->> 'name' order by p ->> 'name')
                       from jsonb_path_query(c.facts::jsonb, '$.sign_up.products[*]') as p), '{}'),
           clock.due_at, place_in_queue(clock.due_at, coalesce(s.ended, false), c.changed_at),
           c.opened_at, c.changed_at, moments.submitted_at, moments.completed_at
      from unnest(the_cases) as moved (case_id)
      join cases c on c.id = moved.case_id
      left join workflow_states s on s.name = c.state
      left join workflow_states stood
        on stood.name = case when s.held then c.facts ->> 'held_in'
                             when s.ended then c.facts ->> 'ended_in' end
     cross join lateral (   -- It stays there when it has run out, and nothing but a late notice came of it.
        select min('epoch'::timestamptz + (d ->> 'at')::bigint * interval '1 microsecond') as due_at
          from jsonb_path_query(c.facts::jsonb, '$.running[*]') as d
         where d ->> 'event' = 'time_is_up' and not coalesce(s.ended, false)) as clock
     cross join lateral (
        select min(j.at) filter (where reached.step > 1) as submitted_at,
               min(j.at) filter (where j.after = 'completed') as completed_at
          from journal j join workflow_states reached on reached.name = j.after
         where j.case_id = c.id and j.decided) as moments
     order by c.id
    on conflict (case_id) do update
       set state = excluded.state, step = excluded.step, reached = excluded.reached,
           waiting_for = excluded.waiting_for, ended = excluded.ended,
           resubmitted = excluded.resubmitted, products = excluded.products,
           due_at = excluded.due_at, place = excluded.place, changed_at = excluded.changed_at,
           submitted_at = excluded.submitted_at, completed_at = excluded.completed_at
     where known.changed_at is distinct from excluded.changed_at
        or (known.state, known.place) is distinct from (excluded.state, excluded.place);
$$;

-- Brings the queue up to date, and answers how many applications had moved.  When nothing has
-- happened it costs one look at the journal's end, over the index journal_written_in.
create function follow_work() returns bigint
language plpgsql
set plan_cache_mode = force_custom_plan   -- A general plan would read the journal from its beginning.
as $$
declare
    here constant bigint := (select system_identifier from pg_control_system());
    known work_queue_seen;
    since bigint;
    by_now pg_snapshot;
    moved bigint[];
begin
    select * into known from work_queue_seen;
    since := pg_snapshot_xmin(known.seen)::text::bigint;
    if known.cluster = here
       and not exists (select from journal
                        where written_in >= since
                          and not pg_visible_in_snapshot(written_in::text::xid8, known.seen)) then
        return 0;
    end if;

    select * into known from work_queue_seen for update;   -- Others wait, and find it done.
    since := pg_snapshot_xmin(known.seen)::text::bigint;
    by_now := pg_current_snapshot();   -- Before we look: what comes between is looked at twice.
    if known.cluster = here then
        select array_agg(distinct case_id) into moved from journal
         where written_in >= since
           and not pg_visible_in_snapshot(written_in::text::xid8, known.seen);
    else
        select array_agg(id) into moved from cases;
    end if;
    if moved is not null then
        perform take_up_work(moved);
    end if;
    update work_queue_seen set cluster = here, seen = by_now, at = clock();
    return coalesce(cardinality(moved), 0);
end;
$$;

select follow_work();

-- Up to which place an application is late or will be within so many days.
create function late_until(soon_days integer) returns bigint
language sql volatile as $$
    select place_in_queue(clock() + make_interval(days => soon_days), false, null);
$$;

-- What a view holds, as a condition on a row q: $1 is who looks, $2 up to which place it is late.
create function view_condition(the_view text) returns text
language sql immutable as $$
    select case the_view
        when 'mine' then 'not q.ended and q.assignee = $1'
        when 'unassigned' then 'not q.ended and q.assignee = '''''
        when 'late' then 'not q.ended and q.place <= $2'
        when 'resubmitted' then 'not q.ended and q.resubmitted'
        when 'waiting_applicant' then 'not q.ended and q.waiting_for = ''applicant'''
        when 'waiting_provider' then 'not q.ended and q.waiting_for = ''provider'''
        when 'waiting_bank' then 'not q.ended and q.waiting_for = ''bank'''
        when 'waiting_post' then 'not q.ended and q.waiting_for = ''post'''
        when 'open' then 'not q.ended'
        when 'ended' then 'q.ended'
    end;
$$;

-- ---- Search: by words, and by any of an application's references ------------------------------

-- The pattern for terms that hold this.
create function pattern_of(words text) returns text
language sql immutable parallel safe as $$
    select '%' || replace(replace(replace(folded(words), '\', '\\'), '%', '\%'), '_', '\_') || '%';
$$;

-- Patterns of which one has to match.  Trigrams find no word of one or two letters in the middle of
-- another one, so these are looked for where words begin.
create function patterns_of(word text) returns text[]
language sql immutable parallel safe as $$
    select case when length(folded(word)) > 2 then array[pattern_of(word)]
                else array[substr(pattern_of(word), 2), '% ' || substr(pattern_of(word), 2)] end;
$$;

create function all_patterns_of(words text[]) returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(pattern_of(word)), '{}') from unnest(words) as word;
$$;

-- The applications that staff means.  `words`, the longest first, are all in its terms, in any order;
-- one of `forms` is in its terms, or is what its invoice is paid by; or it has the number.
create function found_cases(words text[], forms text[], number bigint) returns setof bigint
language sql stable as $$
    select case_id from case_search
     where terms like any (patterns_of(words[1])) and terms like all (all_patterns_of(words[2:]))
    union
    select case_id from case_search where terms like any (all_patterns_of(forms))
    union
    select case_id from invoice_messages where message = any (forms)
    union
    select id from cases where id = number;
$$;

-- Names that e-signature services have given to agreements belong to what is searched in, from now on.
update case_search s
   set terms = s.terms || ' ' || folded(more.ids)
  from (select id, string_agg(a ->> 'provider_id', ' ') as ids
          from cases, jsonb_path_query(facts::jsonb, '$.agreements[*]') as a
         where a ->> 'provider_id' <> ''
         group by id) as more
 where s.case_id = more.id;

-- ---- A page of a view ---------------------------------------------------------------------------

-- Put together from what is asked for, and so planned for just that: each page is a walk along the
-- index of its view.
create function work_page(
    the_view text, who text, soon_days integer, the_states text[], the_step integer,
    the_product text, words text[], forms text[], number bigint,
    after_place bigint, after_case bigint, most integer)
returns table (case_id bigint, reference text, title text, state text, step integer,
               waiting_for text, due bigint, assignee text, resubmitted boolean, products text[],
               place bigint, opened bigint, changed bigint, now bigint)
language plpgsql as $$
begin
    perform follow_work();
    return query execute
        'select q.case_id, q.reference, coalesce(s.title, ''''), q.state, q.step, q.waiting_for,
                (extract(epoch from q.due_at) * 1000000)::bigint, q.assignee, q.resubmitted,
                q.products, q.place, (extract(epoch from q.opened_at) * 1000000)::bigint,
                (extract(epoch from q.changed_at) * 1000000)::bigint, $12
           from (select * from work_queue q
                  where (q.place, q.case_id) > ($3, $4) and ' || view_condition(the_view)
        || case when cardinality(the_states) = 1 then ' and q.state = ($6)[1]'
                when the_states is not null then ' and q.state = any ($6)' else '' end
        || case when the_step > 0 then ' and q.step = $7' else '' end
        || case when the_product <> '' then ' and q.products @> array[$8]' else '' end
        || case when cardinality(words) > 0
                then ' and q.case_id in (select found from found_cases($9, $10, $11) as found)' else '' end
        || '      order by q.place, q.case_id limit $5) q
           left join case_search s on s.case_id = q.case_id
          order by q.place, q.case_id'
        using who, late_until(soon_days), after_place, after_case, most, the_states, the_step,
              the_product, words, forms, number, late_until(0);
end;
$$;

-- All counts at once, each over the index of its view.
create function work_counts(who text, soon_days integer)
returns table (mine bigint, unassigned bigint, late bigint, overdue bigint, resubmitted bigint,
               waiting_applicant bigint, waiting_provider bigint, waiting_bank bigint,
               waiting_post bigint, open bigint, ended bigint)
language plpgsql as $$
#variable_conflict use_column
declare
    soon constant bigint := late_until(soon_days);
    now constant bigint := late_until(0);
begin
    perform follow_work();
    return query
    with balls as (
        select waiting_for, count(*) as count from work_queue q where not ended group by waiting_for)
    select (select count(*) from work_queue q where not q.ended and q.assignee = who),
           (select count(*) from work_queue q where not q.ended and q.assignee = ''),
           (select count(*) from work_queue q where not q.ended and q.place <= soon),
           (select count(*) from work_queue q where not q.ended and q.place <= now),
           (select count(*) from work_queue q where not q.ended and q.resubmitted),
           coalesce((select count from balls where waiting_for = 'applicant'), 0),
           coalesce((select count from balls where waiting_for = 'provider'), 0),
           coalesce((select count from balls where waiting_for = 'bank'), 0),
           coalesce((select count from balls where waiting_for = 'post'), 0),
           coalesce((select sum(count)::bigint from balls), 0),
           (select count(*) from work_queue q where q.ended);
end;
$$;

-- ---- Who has it ---------------------------------------------------------------------------------

-- Who had which application since when.  Lines are added and never changed.
create table assignments (
    id       bigint      generated always as identity primary key,
    case_id  bigint      not null,
    at       timestamptz not null default clock(),
    assignee text        not null,   -- "staff:17"; empty: back in the pool.
    actor    text        not null,   -- Who did it.
    note     text        not null    -- What the next one has to know.
);

create index assignments_of_case on assignments (case_id, id);

create function work_history_stays() returns trigger
language plpgsql as $$
begin
    raise exception 'who had an application stays on record';
end;
$$;

create trigger assignments_stay before update or delete or truncate on assignments
    for each statement execute function work_history_stays();

-- Gives applications to somebody, or back to the pool, or, unless `really`, only says what would come
-- of it.  A way is 'claim' (out of the pool), 'give_back' (one's own) or 'assign' (from anybody).
-- Outcomes: changed, already (so it is), taken (somebody else has it), ended, unknown.
create function assign_work(the_cases bigint[], the_references text[], to_whom text, the_actor text,
                            the_note text, the_way text, really boolean)
returns table (reference text, outcome text, holder text)
language plpgsql as $$
begin
    perform follow_work();
    perform from work_queue q where q.case_id in (select unnest(the_cases)) order by q.case_id
       for update;
    return query
    with judged as (
        select a.number, a.reference, q.case_id, coalesce(q.assignee, '') as had,
               case when q.case_id is null then 'unknown'
                    when q.ended then 'ended'
                    when q.assignee = to_whom then 'already'
                    when the_way = 'claim' and q.assignee <> '' then 'taken'
                    when the_way = 'give_back' and q.assignee <> the_actor then 'taken'
                    else 'changed' end as outcome
          from unnest(the_cases, the_references) with ordinality as a (case_id, reference, number)
          left join work_queue q on q.case_id = a.case_id and q.reference = a.reference),
    to_change as (
        select distinct j.case_id from judged j where really and j.outcome = 'changed'),
    changed as (
        update work_queue q set assignee = to_whom from to_change c where q.case_id = c.case_id),
    noted as (
        insert into assignments (case_id, assignee, actor, note)
        select c.case_id, to_whom, the_actor, the_note from to_change c order by c.case_id)
    select j.reference, j.outcome, case when really and j.outcome = 'changed' then to_whom else j.had end
      from judged j order by j.number;
end;
$$;

-- ---- Notes and saved views ----------------------------------------------------------------------

-- What staff has noted on an application, for itself.  A note is never changed: another one takes its
-- place, and both can be read.
create table case_notes (
    id         bigint      generated always as identity primary key,
    case_id    bigint      not null,
    at         timestamptz not null default clock(),
    author     text        not null,
    text       text,                                        -- Personal, perhaps; null: erased.
    supersedes bigint      unique references case_notes,    -- One note has at most one that replaces it.
    constraint a_note_has_words check (length(text) between 1 and 4000)
);

create index case_notes_of_case on case_notes (case_id, id desc);

create function case_notes_stay() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.text is null
       and (new.id, new.case_id, new.at, new.author, new.supersedes)
           is not distinct from (old.id, old.case_id, old.at, old.author, old.supersedes) then
        return new;   -- The erasure of personal data.
    end if;
    raise exception 'a note is not changed: another one takes its place';
end;
$$;

create trigger case_notes_stay before update or delete on case_notes
    for each row execute function case_notes_stay();

-- Filters that somebody has given a name: the query of a page, as it stands in its address.
create table saved_views (
    id         bigint      generated always as identity primary key,
    owner      text        not null,   -- "staff:17"
    name       text        not null,
    query      text        not null,   -- "view=late&product=.be"
    shared     boolean     not null,
    created_at timestamptz not null default clock(),
    constraint a_name_means_one_view unique (owner, name)
);

create index saved_views_shared on saved_views (name, id) where shared;
