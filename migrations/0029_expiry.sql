-- 0029 expiry: whether the end of the five years closes a candidacy stands in its row, so that the sweep and the forecasts find those
-- that it closes in an index. Until now each of them was asked for its final evaluations, those past their day every minute.

set local role clea_owner;

alter table candidacy add column can_expire boolean not null default false;
comment on column candidacy.can_expire is 'The deadline closes it when nothing happens (T25); kept by triggers';
update candidacy c set can_expire = true
where c.deadline_date is not null
  and c.state in ('PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS', 'JURY_READY', 'ABANDONED')
  and (c.state <> 'JURY_READY' or not exists (
       select from evaluation e where e.candidacy_id = c.id and e.kind = 'FINAL' and e.completed_on is not null and e.annulled_on is null));
-- What is counted and filtered by is in them: a forecast reads no row.
create index candidacy_by_expiry on candidacy (deadline_date, id) include (owner_org_id, state) where can_expire;
create index candidacy_by_owner_and_expiry on candidacy (owner_org_id, deadline_date, id) include (state) where can_expire;
drop index candidacy_by_deadline;
drop index candidacy_by_owner_expiry;

-- The calendar of everybody's appointments begins at a day.
create index appointment_by_start on appointment (starts_at, id);
