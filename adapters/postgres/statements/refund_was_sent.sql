with sent as (
    update refunds set sent_at = clock(), sent_by = $2, sent_for = nullif($3, ''), movement_id = $4
     where id = $1 and sent_at is null
    returning id
), closed as (
    update tasks set closed_at = clock() from sent
     where tasks.key = 'refund/' || sent.id and tasks.closed_at is null
)
select id from sent
