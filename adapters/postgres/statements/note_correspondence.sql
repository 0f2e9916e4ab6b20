insert into correspondence (case_id, effect_key, direction, channel, language, template,
                            template_version, subject, message_id, state)
values ($1, $2, 'out', 'mail', $3, $4, $5, $6, $7, $8)
on conflict (effect_key) where state = 'sent' do nothing
