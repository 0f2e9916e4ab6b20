select hashes from audit_tiles where level = $1 and number = $2
