-- 0046 documents that people hold: what is to be drawn, and the sealed file once it is. A worker draws (clea-documents work); the row is
-- its queue and its store.

do $$
begin
    if not exists (select from pg_roles where rolname = 'clea_documents') then
        if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
            raise exception 'there is no role clea_documents, and % may not make it: a superuser does, create role clea_documents login', current_user;
        end if;
        create role clea_documents login nobypassrls;
    end if;
end
$$;
grant usage on schema public to clea_documents;

set local role clea_owner;

create table document (
    subject_id     uuid not null,
    kind           text not null constraint document_kind check (kind in ('CERTIFICATE', 'DUPLICATE', 'ANNULMENT')),
    certificate_id uuid generated always as (case when kind in ('CERTIFICATE', 'ANNULMENT') then subject_id end) stored
                   constraint document_certificate references certificate,
    duplicate_id   uuid generated always as (case when kind = 'DUPLICATE' then subject_id end) stored
                   constraint document_duplicate references certificate_duplicate,
    content        bytea,
    sha256         bytea constraint document_sha256 check (octet_length(sha256) = 32),
    drawing        text,
    sealed_at      timestamptz,
    attempts       int not null default 0 constraint document_attempts check (attempts >= 0),
    due_at         timestamptz not null default clock_timestamp(),
    fault          text,
    created_at     timestamptz not null default clock_timestamp(),
    constraint document_pk primary key (subject_id, kind),
    constraint document_whole check (num_nulls(content, sha256, drawing, sealed_at) in (0, 4)),
    constraint document_fault check (content is null or fault is null)
);
comment on table document is 'A document that somebody holds: to be drawn, then sealed once and kept; never drawn again';
comment on column document.subject_id is 'What it is of: the kind says which table';
comment on column document.kind is 'What it is: CERTIFICATE, DUPLICATE, ANNULMENT (to whom held what was annulled)';
comment on column document.certificate_id is 'The certificate it is of';
comment on column document.duplicate_id is 'The duplicate that it is';
comment on column document.content is 'The sealed file (PDF); null until it is drawn';
comment on column document.sha256 is 'Digest of the file';
comment on column document.drawing is 'Version of the program that drew it';
comment on column document.sealed_at is 'When it was sealed';
comment on column document.attempts is 'How often a worker took it up';
comment on column document.due_at is 'When a worker may take it up: again, when the one that did is not heard of any more';
comment on column document.fault is 'Why the last attempt failed; ids and characters, no name';
comment on column document.created_at is 'Since when it waits';
create index document_due on document (due_at) where sealed_at is null;
create index document_waiting on document (created_at) where sealed_at is null;
create index document_failing on document (created_at) where fault is not null;
alter table document alter column content set storage external; -- a PDF is compressed
alter table document enable row level security;
alter table document force row level security;

insert into document (kind, subject_id) select 'CERTIFICATE', c.id from certificate c;
insert into document (kind, subject_id) select 'DUPLICATE', u.id from certificate_duplicate u;
insert into document (kind, subject_id) select 'ANNULMENT', c.id from certificate c where c.status = 'ANNULLED';
