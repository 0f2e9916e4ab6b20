-- $1 mail, $2 case, $3 address, $4 how many it may have in a day.
insert into mail_answers (mail_id, case_id, address, state)
select $1, $2, $3,
       case when (select count(*) from mail_answers
                   where lower(address) = lower($3) and state <> 'withheld'
                     and asked_at > clock() - interval '1 day') < $4
            then 'due' else 'withheld' end
on conflict do nothing
