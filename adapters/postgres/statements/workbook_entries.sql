select number, (extract(epoch from at) * 1000000)::bigint as at, who, what, said
  from workbook_entries
 where workbook = $1
 order by number
