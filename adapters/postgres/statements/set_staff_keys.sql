-- Of the member $1: whether single keys do something on its pages.
update staff set single_keys = $2 where number = $1
