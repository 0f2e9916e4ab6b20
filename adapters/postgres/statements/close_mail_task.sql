update tasks set closed_at = clock() where key = $1 and closed_at is null
