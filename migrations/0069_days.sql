-- 0069 days: the latest day of which results of an evaluation were recorded: it is not completed before.

set local role clea_owner;

alter table evaluation add column results_on date;
comment on column evaluation.results_on is 'The latest day of which results were recorded; null = none were';
alter table candidacy_event no force row level security;
alter table evaluation no force row level security;
update evaluation e
set results_on = last.day
from (select v.candidacy_id, max(v.occurred_on) as day from candidacy_event v where v.event = 'RECORD_RESULTS' group by v.candidacy_id) last
where last.candidacy_id = e.candidacy_id and e.completed_on is null and e.annulled_on is null and e.results ~ '[^-]';
alter table evaluation force row level security;
alter table candidacy_event force row level security;
