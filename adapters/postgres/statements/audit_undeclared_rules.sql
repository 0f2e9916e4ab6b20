select version, sha256, entry from audit_rules where position is null order by version, sha256
