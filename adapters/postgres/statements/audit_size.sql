select size from audit_log
