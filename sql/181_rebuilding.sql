-- Where `doorstep audit rebuild` puts the applications as their journals tell them, to be compared
-- with those that there are.  Empty but while it runs, and lost in a crash, as it may be.
create unlogged table rebuilt_cases (
    id          bigint  primary key,
    state       text    not null,
    waiting_for text,              -- These two are null where an event's data were erased: nobody
    facts       jsonb,             -- can decide it again, and they are not compared.
    version     integer not null,
    lines       integer not null,
    head        bytea   not null,
    trouble     text    not null   -- Why the journal does not tell it; empty if it does.
);

-- In words, what is otherwise than the journal says.  The facts are personal and are not shown.
create view rebuilt_differences as
select coalesce(c.reference, 'case ' || r.id) as reference,
       case when c.id is null then 'has a journal, and no row'
            when r.id is null then 'has a row, and no journal'
            when r.trouble <> '' then r.trouble
            else array_to_string(array_remove(array[
                case when c.state <> r.state
                     then 'is ' || c.state || ', by its journal ' || r.state end,
                case when c.waiting_for <> r.waiting_for
                     then 'waits for ' || c.waiting_for || ', by its journal for ' || r.waiting_for end,
                case when c.facts::jsonb <> r.facts then 'has other facts than its journal tells' end,
                case when c.version <> r.version
                     then 'has version ' || c.version || ', by its journal ' || r.version end,
                case when c.lines <> r.lines
                     then 'counts ' || c.lines || ' lines, and there are ' || r.lines end,
                case when c.head <> r.head then 'has another head than its last line' end], null), '; ')
       end as what
  from cases c full join rebuilt_cases r on r.id = c.id
 where c.id is null or r.id is null or r.trouble <> ''
    or (c.state, c.waiting_for, c.facts::jsonb, c.version, c.lines, c.head)
       is distinct from (r.state, coalesce(r.waiting_for, c.waiting_for), coalesce(r.facts, c.facts::jsonb),
                         r.version, r.lines, r.head);
