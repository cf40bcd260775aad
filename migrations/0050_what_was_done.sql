-- 0050 what an act that was shown did: it changed something, or tried in vain; and the day of what staff did.

set local role clea_owner;

-- Of lines from before this the operation alone tells.
alter table access_log add column effect text constraint access_log_effect check (effect in ('READ', 'CHANGE', 'TRIAL'));
comment on column access_log.effect is 'READ, CHANGE, or TRIAL: a dry run or a refusal, which changes nothing; null in lines older than this column';

-- A function ends no earlier than what was done in it, by civil days. What the people of organisms and juries do has days of its own.
alter table audit add column acted_on date;
comment on column audit.acted_on is 'Civil day of what somebody did for a network, a commission, a funder or the nation, where they are; null otherwise';
create index audit_by_staff on audit (person_id, acted_on) where acted_on is not null;
