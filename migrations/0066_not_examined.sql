-- 0066 "not examined", said by mistake: what the chair takes back falls as a vote that its juror takes back, with a reason in the place
-- of that juror.

alter table vote_reversal alter column member_id drop not null;
alter table vote_reversal add column reason text constraint vote_reversal_reason check (char_length(reason) between 1 and 2000);
alter table vote_reversal add constraint vote_reversal_ground check ((member_id is null) = (reason is not null));
comment on column vote_reversal.member_id is 'The juror; null when the chair takes back that the file was not examined';
comment on column vote_reversal.person_id is 'The person of the juror, or of the chair, who spoke';
comment on column vote_reversal.reason is 'Why the chair takes it back';
