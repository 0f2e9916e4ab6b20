-- The erasure of what is personal about an application that has ended.
--
-- For the auditor: the journal's lines, their hashes and the Merkle log over them stay, and so does
-- what the law wants kept longer (invoices, credit notes, refunds and the bank's movements).  Of all
-- else only what is about nobody is left.  An erasure is a decision like any other: one person
-- proposes it and another one confirms it, in the application's own journal (erasure_proposed,
-- erasure_confirmed), and a legal hold stands in its way.

insert into workflow_states (name, step, ended, held, applicant)
values ('erased', 2, true, false, false);

create function is_erased(the_case bigint) returns boolean
language sql stable as $$
    select exists (select from cases where id = the_case and state = 'erased');
$$;

-- What came by mail loses its content and keeps its hash: the same mail is still known.
alter table mails_in add column erased_at timestamptz;
alter table mails_in drop constraint named_by_content;
alter table mails_in add constraint named_by_content
    check (sha256 = encode(sha256(raw), 'hex') or (erased_at is not null and raw = ''));

drop trigger mails_in_stay on mails_in;
create trigger mails_in_stay before update of sha256, raw, size, whole, message_id, received_at
    on mails_in for each row
    when (new.erased_at is null or new.raw <> '' or not is_erased(new.case_id) or
          (new.sha256, new.size, new.whole, new.received_at)
          is distinct from (old.sha256, old.size, old.whole, old.received_at))
    execute function what_came_stays();

-- Why a person has put a mail aside may say who has written it.
create function mail_is_erased(the_mail bigint) returns boolean
language sql stable as $$
    select exists (select from mails_in where id = the_mail and erased_at is not null);
$$;

drop trigger mail_steps_are_append_only on mail_steps;
create trigger mail_steps_are_append_only before update on mail_steps for each row
    when (new.reason <> '' or not mail_is_erased(old.mail_id) or
          (new.id, new.mail_id, new.at, new.who, new.state, new.case_id)
          is distinct from (old.id, old.mail_id, old.at, old.who, old.state, old.case_id))
    execute function mail_log_is_append_only();
create trigger mail_steps_are_kept before delete or truncate on mail_steps
    for each statement execute function mail_log_is_append_only();

-- Who it was that did not get a mail, and what was written to a colleague.
drop trigger failures_are_append_only on correspondence_failures;
create trigger failures_are_append_only before update on correspondence_failures for each row
    when (new.recipient <> '' or new.diagnostic <> '' or not is_erased(old.case_id) or
          (new.mail_id, new.message_id, new.case_id, new.status, new.permanent, new.at)
          is distinct from
          (old.mail_id, old.message_id, old.case_id, old.status, old.permanent, old.at))
    execute function mail_log_is_append_only();
create trigger failures_are_kept before delete or truncate on correspondence_failures
    for each statement execute function mail_log_is_append_only();
-- Several failures of one mail may lose the names that told them apart.
alter table correspondence_failures
    drop constraint correspondence_failures_mail_id_message_id_recipient_key;
create unique index failures_are_noted_once
    on correspondence_failures (mail_id, message_id, recipient) where recipient <> '';

drop trigger assignments_stay on assignments;
create trigger assignments_stay before update on assignments for each row
    when (new.note <> '' or not is_erased(old.case_id) or
          (new.id, new.case_id, new.at, new.assignee, new.actor)
                            is distinct from (old.id, old.case_id, old.at, old.assignee, old.actor))
    execute function work_history_stays();
create trigger assignments_are_kept before delete or truncate on assignments
    for each statement execute function work_history_stays();

-- What an application still has under way: work that has not been done, or money that is to go back.
-- Mails and tasks do not count: whoever is forgotten is not written to, nor looked at.
create function is_unfinished(the_case bigint) returns boolean
language sql stable as $$
    select exists (select from outbox
                    where case_id = the_case and effect not in ('erase_data', 'tell', 'raise_task'))
        or exists (select from refunds where case_id = the_case and sent_at is null);
$$;

-- Of an application that is in the state `erased`.  `named` are documents that its sign-up named.
-- Twice is as once.
create function erase_case(the_case bigint, named text[], vat_number text) returns void
language plpgsql as $$
declare
    its_reference text;
    its_mails bigint[];
    papers text[];
    marks text[];
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
    update inbox set body = '', headers = '{}', outcome = null
     where body <> ''
       and (waits_for = the_case
            or exists (select from journal
                        where case_id = the_case and source = 'webhook:' || inbox.provider
                          and delivery = inbox.delivery)
            or exists (select from unnest(marks) as mark
                        where position(convert_to(mark, 'UTF8') in inbox.body) > 0));
    delete from outbox where case_id = the_case and effect <> 'erase_data';
    update outbox_done set outcome = null where case_id = the_case and outcome is not null;
    update webhook_deliveries
       set payload = null,
           standing = case standing when 'waiting' then 'failed' else standing end,
           settled_at = coalesce(settled_at, clock())
     where case_id = the_case and payload is not null;

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
                        where facts::jsonb @> jsonb_build_object('sign_up', jsonb_build_object('products',
                              jsonb_build_array(jsonb_build_object('document', documents.id)))));

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
