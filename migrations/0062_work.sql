-- 0062 the work queue: what waits, in the order in which it is due.

set local role clea_owner;

-- The key of work_candidacy (always/86_work.sql), of what waits for somebody. No coalesce(): under row-level security it is no part of an index
-- condition. With the state, so that they are counted in the index.
create index candidacy_by_owner_work on candidacy
    (owner_org_id, (case when state = 'DEFERRED' and answer_by_date is not null then answer_by_date
                         when deadline_date is not null then deadline_date else 'infinity'::date end), id) include (state)
    where state in ('CONTACT', 'INFORMED', 'PRIOR_IN_PROGRESS', 'PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY',
                    'FINAL_IN_PROGRESS', 'FINAL_COMPLETED', 'JURY_READY', 'SUBMITTED', 'ON_AGENDA', 'DEFERRED');
-- What is to be told, and handed over, by the day on which it is due.
create index file_untold_by_owner_day on file (owner_org_id, notification_due_on, id) where notification_due_on is not null;
create index file_untold_by_commission_day on file (commission_id, notification_due_on, id) where notification_due_on is not null;
create index certificate_waiting_by_owner_day on certificate (owner_org_id, handover_due_on, id) where handover_due_on is not null;
create index certificate_waiting_by_commission_day on certificate (commission_id, handover_due_on, id) where handover_due_on is not null;
-- A session goes on until it has ended.
create index session_by_commission_work on session (commission_id, held_on, id) where state in ('PLANNED', 'CONVENED', 'OPEN', 'CLOSED');
