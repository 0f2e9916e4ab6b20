update tasks set closed_at = clock() where key = any ($1::text[]) and closed_at is null
