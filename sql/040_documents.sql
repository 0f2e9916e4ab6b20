-- A document's id is the hash of its content, and the database holds it to that: what an
-- application refers to cannot be exchanged for something else under the same name.
alter table documents
    add constraint named_by_content check (id = encode(sha256(content), 'hex')),
    add constraint as_long_as_it_says check (size = length(content)),
    add column received_from text not null;   -- The token or person that sent it first.
