-- 0043 that a certificate was handed over to its holder is an act of its own; a duplicate says why it was issued; several
-- certificates are issued by one request.

set local role clea_owner;

create table certificate_handover (
    id                uuid not null constraint certificate_handover_pk primary key,
    certificate_id    uuid not null constraint certificate_handover_certificate references certificate,
    candidacy_id      uuid not null constraint certificate_handover_candidacy references candidacy,
    handed_on         date not null,
    channel           text not null constraint certificate_handover_channel
                      check (channel in ('IN_PERSON', 'TRACKED_POST', 'POST', 'ELECTRONIC')),
    tracking_number   text constraint certificate_handover_tracking_number check (char_length(tracking_number) between 1 and 60),
    corrects_id       uuid,
    correction_reason text constraint certificate_handover_correction_reason check (char_length(correction_reason) between 1 and 1000),
    handed_by         uuid constraint certificate_handover_handed_by references person,
    acting_scope      text not null constraint certificate_handover_acting_scope
                      check (acting_scope in ('ORGANISM', 'COMMISSION', 'CERTIFIER')),
    acting_org_id     uuid constraint certificate_handover_organism references organism,
    created_at        timestamptz not null default clock_timestamp(),
    constraint certificate_handover_of_certificate unique (id, certificate_id),
    constraint certificate_handover_corrects foreign key (corrects_id, certificate_id) references certificate_handover (id, certificate_id),
    constraint certificate_handover_corrected_why check ((corrects_id is null) = (correction_reason is null)),
    constraint certificate_handover_corrected_once unique (corrects_id),
    constraint certificate_handover_tracked check ((channel = 'TRACKED_POST') = (tracking_number is not null)),
    constraint certificate_handover_side check ((acting_scope = 'ORGANISM') = (acting_org_id is not null))
);
comment on table certificate_handover is 'A certificate is handed over to its holder; once for each certificate, and once more for each correction of the record';
comment on column certificate_handover.id is 'UUIDv7';
comment on column certificate_handover.certificate_id is 'The certificate';
comment on column certificate_handover.candidacy_id is 'The candidacy that it crowns';
comment on column certificate_handover.handed_on is 'Day on which it was handed over or sent';
comment on column certificate_handover.channel is 'How: IN_PERSON, TRACKED_POST, POST or ELECTRONIC';
comment on column certificate_handover.tracking_number is 'By which TRACKED_POST is followed';
comment on column certificate_handover.corrects_id is 'The record that this one corrects; null for the first';
comment on column certificate_handover.correction_reason is 'Why it was corrected';
comment on column certificate_handover.handed_by is 'Who handed it over; null when a system recorded it';
comment on column certificate_handover.acting_scope is 'For which side: the organism in charge, the commission or the certifier';
comment on column certificate_handover.acting_org_id is 'The organism, when it was one';
comment on column certificate_handover.created_at is 'Bookkeeping';
create unique index certificate_handover_once on certificate_handover (certificate_id) where corrects_id is null;
create index certificate_handover_by_certificate on certificate_handover (certificate_id, id);
create index certificate_handover_by_candidacy on certificate_handover (candidacy_id, id);

alter table certificate_handover enable row level security;
alter table certificate_handover force row level security;

-- As a former owner saw it last (0017).
create table former_certificate_handover (
    organism_id    uuid not null constraint former_certificate_handover_organism references organism,
    candidacy_id   uuid not null constraint former_certificate_handover_candidacy references candidacy,
    kept_row       int not null,
    id             uuid not null,
    certificate_id uuid not null,
    record         jsonb not null,
    constraint former_certificate_handover_pk primary key (organism_id, candidacy_id, kept_row)
);
comment on table former_certificate_handover is 'Rows of certificate_handover as a former owner saw them last (former_owner); erased with the candidate';
comment on column former_certificate_handover.organism_id is 'The former owner';
comment on column former_certificate_handover.candidacy_id is 'The candidacy';
comment on column former_certificate_handover.kept_row is 'Which of them';
comment on column former_certificate_handover.id is 'Of the row';
comment on column former_certificate_handover.certificate_id is 'Of the row';
comment on column former_certificate_handover.record is 'The row, by the names of its columns';
create index former_certificate_handover_by_id on former_certificate_handover (organism_id, id);
create index former_certificate_handover_by_certificate on former_certificate_handover (organism_id, certificate_id);
alter table former_certificate_handover enable row level security;
alter table former_certificate_handover force row level security;

-- Beside the certificate stands when it was handed over, or until when it is to be: so those that wait are found among hundreds of
-- thousands.
alter table certificate add column handed_over_on date, add column handover_due_on date,
    add constraint certificate_handover_due check (handover_due_on is null or (handed_over_on is null and status = 'ISSUED'));
comment on column certificate.handed_over_on is 'Day on which it was handed over, as the record that stands says. Kept by triggers';
comment on column certificate.handover_due_on is 'Last day to hand it over; null once that was done, or it was annulled. Kept by triggers';
create index certificate_waiting_by_owner on certificate (owner_org_id, id) where handover_due_on is not null;
create index certificate_waiting_by_commission on certificate (commission_id, id) where handover_due_on is not null;
create index certificate_waiting on certificate (id) where handover_due_on is not null;

-- Of those issued before, nobody has recorded that they were handed over. The default term stands for the one that nobody set.
update certificate set handover_due_on = issued_on + 30 where status = 'ISSUED';

-- Why a duplicate was issued; of those from before, nobody was asked.
alter table certificate_duplicate
    add column reason text constraint certificate_duplicate_reason
        check (reason in ('LOST', 'STOLEN', 'DESTROYED', 'NOT_RECEIVED', 'OTHER')),
    add column note text constraint certificate_duplicate_note check (char_length(note) between 1 and 1000);
comment on column certificate_duplicate.reason is 'Why: LOST, STOLEN, DESTROYED, NOT_RECEIVED, OTHER; null of those from before it was asked';
comment on column certificate_duplicate.note is 'What else is to be known of it; always there when the reason is OTHER';

-- Of a dry run every certificate has the number 000000, which none has that stays: several of them may stand in one transaction.
alter table certificate drop constraint certificate_one_number;
create unique index certificate_one_number on certificate (number) where number not like 'CLEA-____-000000-__';
create index certificate_by_number on certificate (number);
