-- Somebody asks for a new activation code; nothing if nobody has this registrar ID.
select wish_for_code($1)
