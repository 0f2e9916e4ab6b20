select exists (select from correspondence where effect_key = $1 and state = 'sent')
