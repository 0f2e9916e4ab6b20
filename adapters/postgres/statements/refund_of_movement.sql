-- $1 movement, $2 cents, $3 account: what it has sent, or else the oldest that it fits.
select * from refund_rows
 where movement_id = $1
    or (route = 'bank' and not is_sent and cents = $2 and account = $3 and account <> '')
 order by movement_id = $1 desc nulls last, id limit 1
