-- Contracts that are out with a signing service, as long as we wait for what becomes of them.
--
-- Webhooks of such services may be lost, forged or late.  So one only moves `look_at` forward, and
-- what the service says when it is asked decides (adapters/watch.hpp).
create table agreements (
    id           text        primary key,   -- What the service calls it.
    reference    text        not null,      -- The application.
    product      text        not null,
    edition      integer     not null,
    signer       text        not null,      -- Personal: an e-mail address; emptied at the end.
    sent_at      timestamptz not null default clock(),
    look_at      timestamptz not null,
    looked_at    timestamptz,
    hinted_at    timestamptz,               -- The last news of it.
    not_before   timestamptz,               -- As the service has asked us to wait.
    attempts     integer     not null default 0,
    leased_until timestamptz not null default '-infinity',
    trouble      text        not null default '',
    standing     text        not null default 'waiting'
                 check (standing in ('waiting', 'signed', 'ended', 'voided')),
    settled_at   timestamptz,               -- Nothing more is awaited.
    papers       text[]      not null default '{}',   -- Ids in documents: hashes of their content.
    constraint settled_is_known check ((standing = 'waiting') = (settled_at is null)),
    constraint signed_has_papers check (standing <> 'signed' or cardinality(papers) > 0)
);

create index agreements_due on agreements (look_at) where settled_at is null;
create index agreements_of_application on agreements (reference);
