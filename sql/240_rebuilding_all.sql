-- `doorstep audit rebuild` compares what a decision has asked for, too: effects, deadlines and the
-- title in the lists.  That each line is what was hashed, the database says by itself.

alter table rebuilt_cases add column title text;   -- Null where data were erased, as above.

create unlogged table rebuilt_timers (
    case_id bigint      not null,
    event   text        not null,
    due_at  timestamptz not null
);

-- Every effect that a line has asked for, under the key that its work has.
create view journal_effects as
select j.case_id, j.line, (j.said ->> 'app') || '/' || j.line || '/' || e.number as key, e.effect
  from (select case_id, line,
               case when hash = sha256('\x00'::bytea || entry)
                    then convert_from(entry, 'utf8')::json end as said
          from journal
         where decided) as j,
       lateral json_array_elements_text(j.said -> 'effects') with ordinality as e (effect, number);

-- In words, one row for each thing that is otherwise than the journal says.
create view rebuilt_work_differences as
with work as (
    select case_id, key, effect from outbox
    union all
    select case_id, key, effect from outbox_done),
asked as (   -- What was under way when an application was erased is gone with it.
    select e.case_id, e.key, e.effect, c.state = 'erased' as forgotten
      from journal_effects e join cases c on c.id = e.case_id),
stored as (
    select t.case_id, t.event, t.due_at,
           row_number() over (partition by t.case_id, t.event, t.due_at) as number
      from timers t join rebuilt_cases r on r.id = t.case_id
                                     and r.title is not null and r.trouble = ''),
rebuilt as (
    select case_id, event, due_at,
           row_number() over (partition by case_id, event, due_at) as number
      from rebuilt_timers)
select coalesce(a.case_id, w.case_id) as case_id,
       case when a.key is null
            then 'has the work ' || w.effect || ' (' || w.key || '), which no line asked for'
            else 'lacks the work ' || a.effect || ' (' || a.key || ')' end as what
  from asked a full join work w
    on w.case_id = a.case_id and w.key = a.key and w.effect = a.effect
 where a.key is null or (w.key is null and not a.forgotten)
union all
select case_id, 'has the work ' || effect || ' (' || key || ') ' || count(*) || ' times'
  from work group by case_id, key, effect having count(*) > 1
union all
select coalesce(r.case_id, s.case_id),
       case when r.case_id is null then 'has a deadline that its journal does not tell: '
            else 'lacks a deadline: ' end
       || coalesce(r.event, s.event) || ' at ' || coalesce(r.due_at, s.due_at)
  from rebuilt r full join stored s using (case_id, event, due_at, number)
 where r.case_id is null or s.case_id is null
union all
select r.id, 'has another title in the lists than its journal tells'
  from rebuilt_cases r left join case_search s on s.case_id = r.id
 where r.title is not null and r.trouble = '' and coalesce(s.title, '') <> r.title
union all
select case_id,
       'line ' || line || ': what stands beside the line, or before it, is not what was hashed'
  from journal_breaks;
