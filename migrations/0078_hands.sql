-- 0078 by whose hand: for which side somebody was named to sign in the place of a chair, and who corrected the record of a candidate.

set local role clea_owner;

-- Each side has a bound of its own.
alter table session_stand_in add column acting_scope text not null default 'COMMISSION'
    constraint session_stand_in_acting_scope check (acting_scope in ('COMMISSION', 'CERTIFIER'));
comment on column session_stand_in.acting_scope is 'For which side the member was named: the commission, or the certifier. Of those named before this column: the commission';
alter table session_stand_in alter column acting_scope drop default;

-- The history of each file of the record tells it (CORRECT_IDENTITY).
alter table candidate add column corrected_by uuid constraint candidate_corrected_by references person;
comment on column candidate.corrected_by is 'Who corrected the record last, in whatever; null = nobody yet, or a system without a person';
