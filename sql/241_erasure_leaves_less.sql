-- What an erasure (190, 210) had left, or could pass by: the reasons of interventions, what other
-- systems answered to our webhooks, uploads that no sign-up has named, and a legal hold that is
-- placed while its year is being erased.

-- Of an application that is in the state `erased`.  `named` are documents that its sign-up named.
-- Twice is as once.
create or replace function erase_case(the_case bigint, named text[], vat_number text) returns void
language plpgsql as $$
declare
    its_reference text;
    its_mails bigint[];
    papers text[];
    marks text[];
    its_news bigint[];
begin
    select reference into strict its_reference from cases where id = the_case and state = 'erased';
    if is_unfinished(the_case) then
        raise exception 'something is still under way for this application';
    end if;

    -- Papers of earlier versions of the sign-up are named by the journal alone.
    papers := named || array(
        select named_once #>> '{}'
          from journal, jsonb_path_query(data::jsonb, '$.sign_up.products[*].document') named_once
         where case_id = the_case and data is not null);

    -- The reasons of the erasure itself stay: they are the staff's.
    update journal set salt = null, data = null
     where case_id = the_case and data is not null
       and event not in ('legal_hold_placed', 'legal_hold_lifted', 'erasure_proposed',
                         'erasure_confirmed');

    -- What came in, by mail and by webhook, and what waits or has gone out.
    select coalesce(array_agg(id), '{}') into its_mails from mails_in where case_id = the_case;
    update mails_in
       set raw = '', sender = '', subject = '', reading = null, trouble = null, reason = '',
           message_id = '', erased_at = clock()
     where id = any (its_mails) and erased_at is null;
    update mail_steps set reason = '' where mail_id = any (its_mails) and reason <> '';
    update mail_answers set address = '', trouble = null where case_id = the_case;
    update correspondence_failures set recipient = '', diagnostic = ''
     where case_id = the_case and (recipient, diagnostic) <> ('', '');
    -- Mere hints have no line of their own: they are known by what neighbours call the application.
    marks := array[its_reference]
          || array(select id from agreements where reference = its_reference)
          || array(select number from invoices where case_id = the_case);
    with gone as (
        update inbox set body = '', headers = '{}', outcome = null
         where body <> ''
           and (waits_for = the_case
                or exists (select from journal
                            where case_id = the_case and source = 'webhook:' || inbox.provider
                              and delivery = inbox.delivery)
                or exists (select from unnest(marks) as mark
                            where position(convert_to(mark, 'UTF8') in inbox.body) > 0))
        returning id)
    select coalesce(array_agg(id), '{}') into its_news from gone;
    delete from outbox where case_id = the_case and effect <> 'erase_data';
    update outbox_done set outcome = null where case_id = the_case and outcome is not null;
    update webhook_deliveries
       set payload = null,
           standing = case standing when 'waiting' then 'failed' else standing end,
           settled_at = coalesce(settled_at, clock())
     where case_id = the_case and payload is not null;
    update webhook_attempts set response = ''
     where response <> ''
       and delivery_id in (select id from webhook_deliveries where case_id = the_case);
    -- Why somebody has helped work along: that it was done, by whom and when, stays.
    update interventions set reason = 'erased'
     where starts_with(work, its_reference || '/')
        or work in (select 'webhook/' || id from unnest(its_news) as id
                    union all
                    select 'delivery/' || id from webhook_deliveries where case_id = the_case);

    -- Papers and files, where nobody else has the same.
    papers := papers
           || array(select document from sent_papers
                     where reference = its_reference and kind = 'agreement')
           || array(select unnest(agreements.papers) from agreements
                     where reference = its_reference);
    delete from sent_papers where reference = its_reference and kind = 'agreement';
    update agreements
       set signer = '', trouble = '',
           standing = case standing when 'waiting' then 'voided' else standing end,
           settled_at = coalesce(settled_at, clock())
     where reference = its_reference;
    delete from documents
     where id = any (papers)
       and not exists (select from sent_papers where document = documents.id)
       and not exists (select from agreements
                        where documents.id = any (agreements.papers)
                          and reference <> its_reference)
       and not exists (select from cases
                        where facts::jsonb @> jsonb_build_object(
                              'sign_up', jsonb_build_object(
                                  'products', jsonb_build_array(
                                      jsonb_build_object('document', documents.id)))));

    -- What registers said about it.
    delete from evidence_details where evidence_id in (select id from evidence
                                                        where case_id = the_case);
    delete from kept_answers where vat_number <> '' and question like vat_number || ' %';
    delete from iana_claims where case_id = the_case;

    -- What staff wrote about it, and the ways in.
    update case_notes set text = null where case_id = the_case and text is not null;
    update assignments set note = '' where case_id = the_case and note <> '';
    update tasks set details = '{}', closed_at = coalesce(closed_at, clock())
     where case_id = the_case;
    delete from private_links where case_id = the_case;
    delete from sms_codes where case_id = the_case;
    delete from code_wishes where case_id = the_case;
    delete from sessions where case_id = the_case;
    delete from recovery_codes where case_id = the_case;
    delete from accounts where case_id = the_case;
end;
$$;

-- By another person than who has proposed it.  Returns how many records were erased; null if there
-- is nothing to confirm for this person.
create or replace function erase_year(the_kind text, the_year integer, who text) returns bigint
language plpgsql as $$
declare
    erased bigint;
    papers text[];
begin
    -- A hold that is being placed is waited for, and one that comes later waits.
    if the_kind = 'bookkeeping' then
        perform 1 from cases
          where id in (select case_id from invoices where year = the_year
                       union all
                       select case_id from refunds where year_of(asked_at) = the_year
                       union all
                       select b.case_id
                         from movement_bookings b join movements m on m.id = b.movement_id
                        where year_of(m.seen_at) = the_year)
          order by id for share;
    end if;
    if year_obstacle(the_kind, the_year) is not null then
        return null;
    end if;
    -- Before anything goes: the triggers let go of what this row allows.
    update yearly_erasures set confirmed_by = who, confirmed_at = clock()
     where kind = the_kind and year = the_year and confirmed_by is null and proposed_by <> who;
    if not found then
        return null;
    end if;
    if the_kind = 'mails' then
        with gone as (
            update mails_in
               set raw = '', sender = '', subject = '', reading = null, trouble = null,
                   reason = '', message_id = '', erased_at = clock()
             where case_id is null and year_of(received_at) = the_year and erased_at is null
            returning 1)
        select count(*) into erased from gone;
        update mail_steps set reason = ''
         where reason <> '' and mail_id in (
               select id from mails_in
                where case_id is null and year_of(received_at) = the_year);
    else
        with gone as (
            delete from sent_papers p using invoices i
             where i.year = the_year and p.name = i.number and p.kind in ('invoice', 'credit_note')
            returning p.document)
        select coalesce(array_agg(document), '{}') into papers from gone;
        delete from documents where id = any (papers)
           and not exists (select from sent_papers where document = documents.id);
        with gone as (
            update invoices set page = '{}', ubl = '' where year = the_year returning 1)
        select count(*) into erased from gone;
        update tasks set details = '{}'
         where key in (select 'movement/' || id from movements where year_of(seen_at) = the_year
                       union all
                       select 'refund/' || id from refunds where year_of(asked_at) = the_year);
        with gone as (
            update refunds set payee = '', account = '', reason = '', sent_for = null
             where year_of(asked_at) = the_year returning 1)
        select erased + count(*) into erased from gone;
        update movement_proposals
           set reason = '', confirmed_for = case when confirmed_for is not null then '' end
         where movement_id in (select id from movements where year_of(seen_at) = the_year);
        with gone as (
            update movements
               set words = '', payer = '', payer_account = '', bank_reference = '', end_to_end = '',
                   structured = '', doubt = '', reason = null, suggestions = '[]'
             where year_of(seen_at) = the_year returning 1)
        select erased + count(*) into erased from gone;
        delete from statement_parts
         where file_id in (select id from statement_files where year_of(received_at) = the_year);
        update statement_files set file_name = '' where year_of(received_at) = the_year;
    end if;
    update yearly_erasures set records = erased where kind = the_kind and year = the_year;
    return erased;
end;
$$;

-- Uploads that nothing has named for so long: somebody has chosen a file and never sent its form.
-- Whatever has ever been named, by a sign-up, a mail or a paper of ours, goes with what names it.
create function forget_uploads(kept interval) returns bigint
language plpgsql as $$
declare
    old text[];
    forgotten bigint;
begin
    select coalesce(array_agg(id), '{}') into old from documents d
     where received_at < clock() - kept
       and not exists (select from sent_papers where document = d.id)
       and not exists (select from agreements where d.id = any (papers));
    if old = '{}' then
        return 0;
    end if;
    with named as (
        select hit[1] as id from cases, regexp_matches(facts::text, '[0-9a-f]{64}', 'g') as hit
        union
        select hit[1] from journal, regexp_matches(data, '[0-9a-f]{64}', 'g') as hit
        union
        select hit[1] from mails_in, regexp_matches(reading::text, '[0-9a-f]{64}', 'g') as hit),
    gone as (
        delete from documents
         where id = any (old) and not exists (select from named where named.id = documents.id)
        returning 1)
    select count(*) into forgotten from gone;
    return forgotten;
end;
$$;
