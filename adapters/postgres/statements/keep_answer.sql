with outdated as (
    delete from kept_answers
    where answered_at <= clock() - interval '90 days' and (neighbour, question) <> ($1, $2)
)
insert into kept_answers (neighbour, question, answer) values ($1, $2, $3)
on conflict (neighbour, question) do update set answer = excluded.answer, answered_at = clock()
