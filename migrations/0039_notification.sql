-- 0039 that a candidate was told of a decision is an act of its own, and the time to appeal runs from it (decision 48).

set local role clea_owner;

create table decision_notification (
    id                uuid not null constraint decision_notification_pk primary key,
    decision_id       uuid not null,
    candidacy_id      uuid not null,
    notified_on       date not null,
    channel           text not null constraint decision_notification_channel
                      check (channel in ('LETTER', 'REGISTERED_LETTER', 'EMAIL', 'IN_PERSON')),
    document          text not null,
    appeal_by_date    date,
    corrects_id       uuid,
    correction_reason text,
    notified_by       uuid constraint decision_notification_notified_by references person,
    acting_org_id     uuid constraint decision_notification_organism references organism,
    created_at        timestamptz not null default clock_timestamp(),
    constraint decision_notification_of_decision unique (id, decision_id),
    constraint decision_notification_decision foreign key (decision_id, candidacy_id) references decision (id, candidacy_id),
    constraint decision_notification_corrects foreign key (corrects_id, decision_id) references decision_notification (id, decision_id),
    constraint decision_notification_corrected_why check ((corrects_id is null) = (correction_reason is null)),
    constraint decision_notification_corrected_once unique (corrects_id)
);
comment on table decision_notification is 'A candidate is told what a commission decided on the file; once for each decision, and once more for each correction of the record';
comment on column decision_notification.id is 'UUIDv7';
comment on column decision_notification.decision_id is 'The decision';
comment on column decision_notification.candidacy_id is 'Its candidacy';
comment on column decision_notification.notified_on is 'Day on which the candidate was told';
comment on column decision_notification.channel is 'How: LETTER, REGISTERED_LETTER, EMAIL or IN_PERSON';
comment on column decision_notification.document is 'The document that was sent: its reference, or what it is';
comment on column decision_notification.appeal_by_date is 'Last day to appeal, as it was told; null unless the decision is a refusal';
comment on column decision_notification.corrects_id is 'The record that this one corrects; null for the first';
comment on column decision_notification.correction_reason is 'Why it was corrected';
comment on column decision_notification.notified_by is 'Who recorded it';
comment on column decision_notification.acting_org_id is 'Organism that told the candidate; null when the commission did';
comment on column decision_notification.created_at is 'Bookkeeping';
create unique index decision_notification_once on decision_notification (decision_id) where corrects_id is null;
create index decision_notification_by_candidacy on decision_notification (candidacy_id, id);
create index decision_notification_by_decision on decision_notification (decision_id, id);

alter table decision_notification enable row level security;
alter table decision_notification force row level security;

-- As a former owner saw it last (0017).
create table former_decision_notification (
    organism_id  uuid not null constraint former_decision_notification_organism references organism,
    candidacy_id uuid not null constraint former_decision_notification_candidacy references candidacy,
    kept_row     int not null,
    id           uuid not null,
    record       jsonb not null,
    constraint former_decision_notification_pk primary key (organism_id, candidacy_id, kept_row)
);
comment on table former_decision_notification is 'Rows of decision_notification as a former owner saw them last (former_owner); erased with the candidate';
comment on column former_decision_notification.organism_id is 'The former owner';
comment on column former_decision_notification.candidacy_id is 'The candidacy';
comment on column former_decision_notification.kept_row is 'Which of them';
comment on column former_decision_notification.id is 'Of the row';
comment on column former_decision_notification.record is 'The row, by the names of its columns';
create index former_decision_notification_by_id on former_decision_notification (organism_id, id);
alter table former_decision_notification enable row level security;
alter table former_decision_notification force row level security;

-- The last day to tell the candidate is fixed by the second signature. Beside the file stands that of its last decision, until it is
-- told: so files that wait are found among hundreds of thousands.
alter table decision add column notification_due_on date
    constraint decision_notification_due check (notification_due_on is null or effective_on is not null);
comment on column decision.notification_due_on is 'Last day to tell the candidate; null before the second signature, and of a file that was not examined';
alter table file add column notification_due_on date;
comment on column file.notification_due_on is 'Last day to tell the candidate of the last decision on it; null once that was done. Kept by triggers';
create index file_untold_by_owner on file (owner_org_id, id) where notification_due_on is not null;
create index file_untold_by_commission on file (commission_id, id) where notification_due_on is not null;
create index file_untold on file (id) where notification_due_on is not null;

-- Of what was decided before, nobody has recorded that it was told. The default term stands for the one that nobody set.
update decision set notification_due_on = decided_on + 15 where effective_on is not null and outcome <> 'NOT_EXAMINED';
update file f set notification_due_on = last.notification_due_on
from (select distinct on (d.file_id) d.file_id, d.notification_due_on
      from decision d where d.effective_on is not null and d.outcome <> 'NOT_EXAMINED' order by d.file_id, d.id desc) last
where last.file_id = f.id;
