-- 0068 whose papers they are takes two of the certifier to say: what one states of an identity, and another rests on.

set local role clea_owner;

create table identity_statement (
    id           uuid not null constraint identity_statement_pk primary key,
    candidate_id uuid not null constraint identity_statement_candidate references candidate,
    other_id     uuid constraint identity_statement_other references candidate,
    holder       jsonb not null constraint identity_statement_holder check (jsonb_typeof(holder) = 'object'),
    note         text not null constraint identity_statement_note check (char_length(note) between 1 and 1000),
    stated_on    date not null,
    stated_by    uuid not null constraint identity_statement_stated_by references person,
    stated_with  uuid,
    stands_until date not null,
    created_at   timestamptz not null default clock_timestamp(),
    constraint identity_statement_term check (stands_until >= stated_on),
    constraint identity_statement_apart check (candidate_id <> other_id)
);
comment on table identity_statement is 'What one person of the certifier says of who a candidate is; a paper or a merge of another one rests on it';
comment on column identity_statement.id is 'UUIDv7';
comment on column identity_statement.candidate_id is 'The candidate';
comment on column identity_statement.other_id is 'Another record that is of the same person; null = the identity of the record is right';
comment on column identity_statement.holder is 'Identity on the record that day, as a certificate prints it: of another one nothing is said';
comment on column identity_statement.note is 'By what one sees it';
comment on column identity_statement.stated_on is 'Day of the statement';
comment on column identity_statement.stated_by is 'Who said it; never who acts on it';
comment on column identity_statement.stated_with is 'Key or login of who said it';
comment on column identity_statement.stands_until is 'Last day to act on it';
comment on column identity_statement.created_at is 'Bookkeeping';
create index identity_statement_by_candidate on identity_statement (candidate_id, id);
create index identity_statement_by_other on identity_statement (other_id, id) where other_id is not null;

alter table identity_statement enable row level security;
alter table identity_statement force row level security;

alter table certificate add column statement_id uuid constraint certificate_statement references identity_statement;
comment on column certificate.statement_id is 'By whose statement it prints another identity than that decided on; null when they are one';
alter table certificate_duplicate add column statement_id uuid constraint certificate_duplicate_statement references identity_statement;
comment on column certificate_duplicate.statement_id is 'By whose statement it bears another identity than the paper before it; null when they are one, and of those from before it was asked';
create index certificate_by_statement on certificate (statement_id) where statement_id is not null;
create index certificate_duplicate_by_statement on certificate_duplicate (statement_id) where statement_id is not null;

alter table candidate add column identity_by uuid constraint candidate_identity_by references person;
comment on column candidate.identity_by is 'Who last made the record that of another identity; null = nobody since it was entered';
