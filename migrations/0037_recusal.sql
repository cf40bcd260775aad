-- 0037 recusals: a juror declares that he may not judge a file, with his reason. What follows from his links needs no row (juror_links).

set local role clea_owner;

alter table step_down add column is_recusal boolean not null default false;
alter table step_down add constraint step_down_recusal_reason check (not is_recusal or reason is not null);
comment on table step_down is 'A juror does not vote on a file (déport): for parity, or because he declares that he may not judge it (récusation)';
comment on column step_down.is_recusal is 'Declared by the juror himself, who alone takes it back; false: for parity''s sake, or leaving early';
