-- What was sent to be signed or paid, and which text it was: frozen at the first sending.
--
-- For the auditor: `document` is the SHA-256 of the PDF, the journal names the same, and neither
-- row nor document can be changed.
create table sent_papers (
    reference        text        not null,   -- The application.
    kind             text        not null check (kind in ('agreement', 'invoice', 'credit_note')),
    name             text        not null,   -- ".be/1": product and edition; or the number.
    document         text        not null references documents (id),
    template_version text        not null,
    drawn_at         timestamptz not null default clock(),
    signature_page   integer,                -- Where the applicant signs, in points from the upper
    signature_x      integer,                -- left corner; null where nobody has to.
    signature_y      integer,
    signature_width  integer,
    signature_height integer,
    primary key (reference, kind, name)
);

create function refuse_redrawing() returns trigger language plpgsql as $$
begin
    raise exception 'what was sent stays as it was sent';
end $$;

create trigger sent_papers_stay before update on sent_papers
    for each row execute function refuse_redrawing();
