-- 0035 whose word a step-down is, and how often a code was tried with what it does not open.

set local role clea_owner;

alter table step_down add column said_by uuid constraint step_down_said_by references person;
comment on column step_down.said_by is 'Who said it: the juror, or the secretary; null: a system, or before it was kept';

alter table sight_code add column wrong_count int not null default 0 constraint sight_code_wrong_count check (wrong_count >= 0);
alter table sight_code add column wrong_at timestamptz;
alter table sight_code add constraint sight_code_wrong_when check ((wrong_count > 0) = (wrong_at is not null));
comment on column sight_code.wrong_count is 'How often a code of this giver was tried with a reference that it does not open, dry runs too';
comment on column sight_code.wrong_at is 'When it was last; seven days later the giver may give one again';
