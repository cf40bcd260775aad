-- 0050 the access log says what an act that was shown did: it changed something, or tried in vain.

set local role clea_owner;

-- Of lines from before this the operation alone tells.
alter table access_log add column effect text constraint access_log_effect check (effect in ('READ', 'CHANGE', 'TRIAL'));
comment on column access_log.effect is 'READ, CHANGE, or TRIAL: a dry run or a refusal, which changes nothing; null in lines older than this column';
