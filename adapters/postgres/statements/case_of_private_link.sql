select case_id from private_links where hash = $1 and revoked_at is null
