-- Whether there is such a view of this owner ($2), and whether its new name ($3) was free.
with mine as (
    select id from saved_views where id = $1 and owner = $2),
renamed as (
    update saved_views v set name = $3 from mine
     where v.id = mine.id
       and not exists (select from saved_views other
                        where other.owner = $2 and other.name = $3 and other.id <> $1)
    returning v.id)
select exists (select from mine) as found, exists (select from renamed) as renamed
