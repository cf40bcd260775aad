-- 0074 days: since when a file stands where it does, whatever an agenda made of it: nothing is done with it before.

set local role clea_owner;

alter table file add column moved_on date;
alter table candidacy_event no force row level security;
alter table file no force row level security;
update file f set moved_on = greatest(f.submitted_on, f.answered_on);
-- Of the latest file alone it is asked.
update file f
set moved_on = last.occurred_on
from (select distinct on (e.candidacy_id) e.candidacy_id, e.occurred_on from candidacy_event e
      where e.event in ('SUBMIT_FILE', 'RECALL_FILE', 'ANSWER_COMPLEMENT', 'CERTIFY', 'DEFER', 'REFUSE', 'REEXAMINE')
      order by e.candidacy_id, e.sequence desc) last
where last.candidacy_id = f.candidacy_id
  and not exists (select from file later where later.candidacy_id = f.candidacy_id and later.ordinal > f.ordinal);
alter table file force row level security;
alter table candidacy_event force row level security;
alter table file alter column moved_on set not null;
comment on column file.moved_on is 'Day of what was done last with it: sent, decided upon, answered, recalled, given back to the commission';
