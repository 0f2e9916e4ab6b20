select version, sha256, definition from audit_rules where position < $1 order by position
