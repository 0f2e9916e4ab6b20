-- What is kept of an application beside its journal, as one JSON object.  $1 its id, $2 its
-- reference.  Files by name and hash; who of the staff it was is not the applicant's.
select json_build_object(
    'mails_sent', (
        select coalesce(json_agg(json_build_object(
                   'at', report_time(at), 'channel', channel, 'language', language,
                   'template', template, 'template_version', template_version,
                   'subject', subject, 'state', state) order by id), '[]')
          from correspondence where case_id = $1 and direction = 'out'),
    'mails_received', (
        select coalesce(json_agg(json_build_object(
                   'at', report_time(received_at), 'sender', sender, 'subject', subject,
                   'state', state, 'size', size, 'sha256', sha256,
                   'understood', reading) order by id), '[]')
          from mails_in where case_id = $1),
    'mail_answers', (
        select coalesce(json_agg(json_build_object(
                   'at', report_time(asked_at), 'address', address, 'state', state)
                   order by mail_id), '[]')
          from mail_answers where case_id = $1),
    'mail_failures', (
        select coalesce(json_agg(json_build_object(
                   'at', report_time(at), 'recipient', recipient, 'status', status,
                   'diagnostic', diagnostic) order by at), '[]')
          from correspondence_failures where case_id = $1),
    'documents', (
        select coalesce(json_agg(json_build_object(
                   'sha256', id, 'file_name', file_name, 'media_type', media_type, 'size', size,
                   'received_at', report_time(received_at)) order by received_at, id), '[]')
          from documents
         where id in (select found[1]
                        from journal, regexp_matches(data, '[0-9a-f]{64}', 'g') as found
                       where case_id = $1
                      union all
                      select document from sent_papers where reference = $2
                      union all
                      select unnest(papers) from agreements where reference = $2)),
    'agreements', (
        select coalesce(json_agg(json_build_object(
                   'id', id, 'product', product, 'edition', edition, 'signer', signer,
                   'standing', standing, 'sent_at', report_time(sent_at),
                   'papers', papers) order by sent_at, id), '[]')
          from agreements where reference = $2),
    'invoices', (
        select coalesce(json_agg(json_build_object(
                   'number', number, 'credits', credits, 'issued_on', issued_on,
                   'net', report_money(net), 'vat', report_money(vat),
                   'total', report_money(total), 'structured_message', structured_message,
                   'page', page) order by id), '[]')
          from invoices where case_id = $1),
    'payments', (
        select coalesce(json_agg(json_build_object(
                   'booked_on', m.booked_on, 'amount', report_money(b.cents),
                   'currency', m.currency, 'payer', m.payer, 'iban', m.payer_account,
                   'message', concat_ws(' ', nullif(m.structured, ''), nullif(m.words, '')),
                   'end_to_end', m.end_to_end) order by b.movement_id, b.number), '[]')
          from movement_bookings b join movements m on m.id = b.movement_id
         where b.case_id = $1),
    'refunds', (
        select coalesce(json_agg(json_build_object(
                   'asked_at', report_time(asked_at), 'amount', report_money(cents),
                   'invoice', invoice, 'reason', reason, 'route', route, 'payee', payee,
                   'iban', account, 'sent_at', report_time(sent_at)) order by id), '[]')
          from refunds where case_id = $1),
    'letters', (
        select coalesce(json_agg(json_build_object(
                   'letter', letter, 'way', way, 'custody', custody, 'drawn_on', drawn_on,
                   'pages', pages, 'sha256', document,
                   'handed_over_at', report_time(handed_over_at)) order by number), '[]')
          from letters where case_id = $1),
    'registers', (
        select coalesce(json_agg(json_build_object(
                   'at', report_time(e.at), 'check', e.check_name, 'source', e.source,
                   'outcome', e.outcome, 'code', e.code, 'asked_about', d.subject,
                   'details', d.details::json) order by e.id), '[]')
          from evidence e left join evidence_details d on d.evidence_id = e.id
         where e.case_id = $1),
    'account', (
        select json_build_object(
                   'opened_at', report_time(opened_at), 'mobile', mobile,
                   'password_set_at', report_time(password_at),
                   'phone_key_since', report_time(enrolled_at))
          from accounts where case_id = $1),
    'notes', (
        select coalesce(json_agg(json_build_object('at', report_time(at), 'text', text)
                   order by id), '[]')
          from case_notes where case_id = $1 and text is not null),
    'read_by', (
        select coalesce(json_agg(json_build_object(
                   'at', report_time(at), 'what', what, 'door', door,
                   'by', case when who like 'token:%' then 'integration'
                              when door = 'portal' then 'applicant'
                              else role end) order by id), '[]')
          from readings where case_id = $1)
)::text as records
