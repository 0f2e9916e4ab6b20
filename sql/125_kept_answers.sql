-- The last answer of a public register to a question, so that the same is not asked again at once.
--
-- For the auditor: this is a cache and proves nothing.  A row is overwritten by the next answer and
-- goes after 90 days; what was decided by, with its date and consultation number, is in the journal
-- and in the evidence of the application.
create table kept_answers (
    neighbour   text        not null,   -- "vies"
    question    text        not null,   -- "BE0123456749 asked by BE0466158640"
    answer      text        not null,   -- JSON: what was asked, and the answer as it came.
    answered_at timestamptz not null default clock(),
    primary key (neighbour, question)
);
-- The outdated ones are found by it.
create index kept_answers_by_age on kept_answers (answered_at);
