update letters set look_at = null, trouble = nullif($2, '') where effect_key = $1
