-- A person closes a task by hand, and says what was done: told where other interventions are.
alter table interventions
    drop constraint interventions_what_check,
    add constraint interventions_are_known check (what in ('replay', 'dismiss', 'close'));

-- Open ones as lists show them, the oldest first.
create index tasks_open_by_age on tasks (raised_at, id) where closed_at is null;
