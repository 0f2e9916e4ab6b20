-- Every application so many times more, with its lines, its words and its deadlines, under ids of
-- its own and as if it had come at another time.  What its neighbours had still to do is left out.
with originals as (select max(id) as ids from cases),
copies as materialized (
    select c.id, c.id + k * ids as copy, k, k % 700 * interval '1 hour' as earlier
      from cases c, originals, generate_series(1, $1::integer) as k),
new_cases as (
    insert into cases (id, state, waiting_for, facts, version, lines, head, opened_at, changed_at)
    select copy, state, waiting_for, facts, version, lines, head, opened_at - earlier,
           changed_at - earlier
      from copies join cases using (id)),
new_lines as (
    insert into journal (case_id, line, at, event, actor, source, delivery, after, decided, entry,
                         hash, salt, data)
    select copy, line, at - earlier, event, actor, source, delivery || '/' || k, after, decided,
           entry, hash, salt, data
      from copies join journal j on j.case_id = copies.id),
new_words as (
    insert into case_search (case_id, title, terms)
    select copy, title || ' ' || k, terms || ' ' || md5(copy::text)
      from copies join case_search s on s.case_id = copies.id)
insert into timers (case_id, event, due_at)
select copy, event, due_at + k % 30 * interval '1 day'
  from copies join timers t on t.case_id = copies.id;
