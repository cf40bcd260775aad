-- 0007 what goes before the jury: files, sessions, agenda, votes, decisions, minutes.

set local role clea_owner;

create table file (
    id              uuid not null constraint file_pk primary key,
    candidacy_id    uuid not null constraint file_candidacy references candidacy,
    commission_id   uuid not null constraint file_commission references commission,
    ordinal         int not null default 1,
    submitted_on    date not null,
    submitted_by    uuid constraint file_submitted_by references person,
    acting_org_id   uuid not null constraint file_organism references organism,
    snapshot        jsonb not null,
    status          text not null default 'SUBMITTED' constraint file_status
                    check (status in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED', 'DECIDED', 'WITHDRAWN')),
    is_direct_route boolean not null default false,
    answer_text     text,
    answered_on     date,
    created_at      timestamptz not null default clock_timestamp(),
    constraint file_of_candidacy unique (id, candidacy_id),
    constraint file_of_commission unique (id, candidacy_id, commission_id),
    constraint file_one_ordinal unique (candidacy_id, ordinal)
);
comment on table file is 'Frozen copy of a candidacy sent to its commission (dossier transmis)';
comment on column file.id is 'UUIDv7';
comment on column file.candidacy_id is 'Its candidacy';
comment on column file.commission_id is 'Commission it was sent to';
comment on column file.ordinal is 'Order in the candidacy, from 1';
comment on column file.submitted_on is 'Day of submission';
comment on column file.submitted_by is 'Who sent it';
comment on column file.acting_org_id is 'Organism that sent it';
comment on column file.snapshot is 'What the commission decides on; never changes';
comment on column file.status is 'SUBMITTED, ON_AGENDA, DEFERRED, DECIDED or WITHDRAWN';
comment on column file.is_direct_route is 'All validations come from the prior evaluation (S9)';
comment on column file.answer_text is 'Last answer to a request for a complement';
comment on column file.answered_on is 'Day of that answer';
comment on column file.created_at is 'Bookkeeping';
create unique index file_one_live on file (candidacy_id) where status in ('SUBMITTED', 'ON_AGENDA', 'DEFERRED');
create index file_by_commission on file (commission_id, status, submitted_on, id);

create table file_document (
    id            uuid not null constraint file_document_pk primary key,
    file_id       uuid not null,
    candidacy_id  uuid not null,
    kind          text not null,
    evaluation_id uuid,
    title         text not null,
    media_type    text not null default 'application/json',
    sha256        bytea constraint file_document_sha256 check (octet_length(sha256) = 32),
    size          bigint,
    content       jsonb,
    created_at    timestamptz not null default clock_timestamp(),
    constraint file_document_file foreign key (file_id, candidacy_id) references file (id, candidacy_id),
    constraint file_document_evaluation foreign key (evaluation_id, candidacy_id) references evaluation (id, candidacy_id)
);
comment on table file_document is 'Piece of a file; attestations are produced by the server itself';
comment on column file_document.id is 'UUIDv7';
comment on column file_document.file_id is 'Its file';
comment on column file_document.candidacy_id is 'Its candidacy';
comment on column file_document.kind is 'For example EVALUATION_ATTESTATION';
comment on column file_document.evaluation_id is 'The evaluation an attestation speaks of';
comment on column file_document.title is 'Title';
comment on column file_document.media_type is 'Media type';
comment on column file_document.sha256 is 'Digest of the content';
comment on column file_document.size is 'Bytes';
comment on column file_document.content is 'Content, when it is data';
comment on column file_document.created_at is 'Bookkeeping';
create index file_document_by_file on file_document (file_id);

create table session_transition (
    from_state text not null,
    event      text not null,
    to_state   text not null,
    constraint session_transition_pk primary key (from_state, event, to_state)
);
comment on table session_transition is 'Every legal move of a session (9.3)';
comment on column session_transition.from_state is 'State before';
comment on column session_transition.event is 'Event';
comment on column session_transition.to_state is 'State after';

create table session (
    id                   uuid not null constraint session_pk primary key,
    commission_id        uuid not null constraint session_commission references commission,
    reference            text not null constraint session_one_reference unique
                         constraint session_reference check (reference_is_valid(reference)),
    held_on              date not null,
    starts_at            timestamptz,
    time_zone            text not null default 'Europe/Paris',
    place                text,
    modality             text not null default 'ON_SITE' constraint session_modality check (modality in ('ON_SITE', 'REMOTE', 'MIXED')),
    capacity             int constraint session_capacity check (capacity between 1 and 1000),
    state                text not null default 'PLANNED' constraint session_state
                         check (state in ('PLANNED', 'CONVENED', 'OPEN', 'CLOSED', 'SIGNED', 'CANCELLED')),
    min_per_college      int not null default 1 constraint session_min_per_college check (min_per_college between 1 and 20),
    chair_member_id      uuid,
    vice_chair_member_id uuid,
    convened_on          date,
    cancelled_on         date,
    cancel_reason        text,
    version              int not null default 1,
    created_at           timestamptz not null default clock_timestamp(),
    constraint session_of_commission unique (id, commission_id),
    constraint session_chair foreign key (chair_member_id, commission_id) references commission_member (id, commission_id),
    constraint session_vice_chair foreign key (vice_chair_member_id, commission_id) references commission_member (id, commission_id),
    constraint session_two_chairs check (chair_member_id <> vice_chair_member_id),
    constraint session_cancelled check ((state = 'CANCELLED') = (cancel_reason is not null))
);
comment on table session is 'Sitting of a commission (séance de commission): the root of an aggregate';
comment on column session.id is 'UUIDv7';
comment on column session.commission_id is 'Its commission';
comment on column session.reference is 'SES reference';
comment on column session.held_on is 'Civil date in Europe/Paris; the decision date of its certificates';
comment on column session.starts_at is 'Instant, if known';
comment on column session.time_zone is 'IANA zone of the place';
comment on column session.place is 'Place or link';
comment on column session.modality is 'ON_SITE, REMOTE or MIXED';
comment on column session.capacity is 'Most files on its agenda; null = no limit';
comment on column session.state is 'PLANNED, CONVENED, OPEN, CLOSED, SIGNED or CANCELLED';
comment on column session.min_per_college is 'Least number of voters of each college';
comment on column session.chair_member_id is 'Chair (président de séance)';
comment on column session.vice_chair_member_id is 'Vice-chair, of the other college';
comment on column session.convened_on is 'Day of the convocation';
comment on column session.cancelled_on is 'Day of cancellation';
comment on column session.cancel_reason is 'Why';
comment on column session.version is 'Version of the whole aggregate, moved by every change, from the version that was read';
comment on column session.created_at is 'Bookkeeping';
create index session_by_commission on session (commission_id, held_on, id);
create index session_by_commission_state on session (commission_id, state, held_on);

create table agenda_item (
    id             uuid not null constraint agenda_item_pk primary key,
    session_id     uuid not null,
    commission_id  uuid not null,
    candidacy_id   uuid not null,
    file_id        uuid not null,
    position       int not null constraint agenda_item_position check (position >= 1),
    outcome        text constraint agenda_item_outcome check (outcome in ('CERTIFIED', 'REFUSED', 'DEFERRED', 'NOT_EXAMINED')),
    outcome_reason text,
    is_proposal_to_defer boolean not null default false,
    added_on       date not null,
    removed_on     date,
    removed_reason text,
    settled_on     date,
    is_live        boolean not null generated always as (removed_on is null and settled_on is null) stored,
    created_at     timestamptz not null default clock_timestamp(),
    constraint agenda_item_of_session unique (id, session_id),
    constraint agenda_item_of_file unique (id, session_id, candidacy_id, file_id),
    constraint agenda_item_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint agenda_item_file foreign key (file_id, candidacy_id, commission_id) references file (id, candidacy_id, commission_id),
    constraint agenda_item_removed check ((removed_on is null) = (removed_reason is null))
);
comment on table agenda_item is 'A file on the agenda of a session (ordre du jour)';
comment on column agenda_item.id is 'UUIDv7';
comment on column agenda_item.session_id is 'The session';
comment on column agenda_item.commission_id is 'Its commission; the same as the file''s';
comment on column agenda_item.candidacy_id is 'The candidacy';
comment on column agenda_item.file_id is 'The file';
comment on column agenda_item.position is 'Place on the agenda';
comment on column agenda_item.outcome is 'CERTIFIED, REFUSED, DEFERRED or NOT_EXAMINED; null while undecided';
comment on column agenda_item.outcome_reason is 'Why it was not examined';
comment on column agenda_item.is_proposal_to_defer is 'The vote is on a proposal to defer, not on certifying (decision 13)';
comment on column agenda_item.added_on is 'Day it was put on the agenda';
comment on column agenda_item.removed_on is 'Day it was taken off';
comment on column agenda_item.removed_reason is 'Why';
comment on column agenda_item.settled_on is 'Day the session was signed or cancelled: the file may go on another agenda again';
comment on column agenda_item.is_live is 'Neither removed nor settled';
comment on column agenda_item.created_at is 'Bookkeeping';
create unique index agenda_item_one_live_agenda on agenda_item (file_id) where is_live;
create index agenda_item_by_session on agenda_item (session_id, position);
create index agenda_item_by_candidacy on agenda_item (candidacy_id);

create table attendance (
    session_id    uuid not null,
    member_id     uuid not null,
    commission_id uuid not null,
    presence      text not null constraint attendance_presence check (presence in ('PRESENT', 'REMOTE', 'ABSENT')),
    recorded_at   timestamptz not null default clock_timestamp(),
    constraint attendance_pk primary key (session_id, member_id),
    constraint attendance_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint attendance_member foreign key (member_id, commission_id) references commission_member (id, commission_id)
);
comment on table attendance is 'Presence of a juror at a session; remote counts as present';
comment on column attendance.session_id is 'The session';
comment on column attendance.member_id is 'The juror';
comment on column attendance.commission_id is 'Their commission';
comment on column attendance.presence is 'PRESENT, REMOTE or ABSENT';
comment on column attendance.recorded_at is 'Bookkeeping';

create table step_down (
    agenda_item_id uuid not null,
    member_id      uuid not null,
    session_id     uuid not null,
    commission_id  uuid not null,
    reason         text,
    recorded_at    timestamptz not null default clock_timestamp(),
    constraint step_down_pk primary key (agenda_item_id, member_id),
    constraint step_down_agenda_item foreign key (agenda_item_id, session_id) references agenda_item (id, session_id),
    constraint step_down_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint step_down_member foreign key (member_id, commission_id) references commission_member (id, commission_id)
);
comment on table step_down is 'A juror does not vote on a file (déport)';
comment on column step_down.agenda_item_id is 'The file on the agenda';
comment on column step_down.member_id is 'The juror';
comment on column step_down.session_id is 'The session';
comment on column step_down.commission_id is 'Their commission';
comment on column step_down.reason is 'Why';
comment on column step_down.recorded_at is 'Bookkeeping';
create index step_down_by_session on step_down (session_id);

create table vote (
    agenda_item_id uuid not null,
    member_id      uuid not null,
    session_id     uuid not null,
    commission_id  uuid not null,
    choice         text not null constraint vote_choice check (choice in ('FOR', 'AGAINST', 'ABSTAIN')),
    cast_at        timestamptz not null default clock_timestamp(),
    constraint vote_one_per_member primary key (agenda_item_id, member_id),
    constraint vote_agenda_item foreign key (agenda_item_id, session_id) references agenda_item (id, session_id),
    constraint vote_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint vote_member foreign key (member_id, commission_id) references commission_member (id, commission_id),
    constraint vote_attendance foreign key (session_id, member_id) references attendance (session_id, member_id)
);
comment on table vote is 'Vote of a juror on a file';
comment on column vote.agenda_item_id is 'The file on the agenda';
comment on column vote.member_id is 'The juror, who attends';
comment on column vote.session_id is 'The session';
comment on column vote.commission_id is 'Their commission';
comment on column vote.choice is 'FOR, AGAINST or ABSTAIN';
comment on column vote.cast_at is 'Bookkeeping';
create index vote_by_session on vote (session_id);

create table decision (
    id             uuid not null constraint decision_pk primary key,
    agenda_item_id uuid not null constraint decision_one_per_item unique,
    session_id     uuid not null,
    commission_id  uuid not null,
    candidacy_id   uuid not null,
    file_id        uuid not null,
    outcome        text not null constraint decision_outcome check (outcome in ('CERTIFIED', 'REFUSED', 'DEFERRED', 'NOT_EXAMINED')),
    reasons        text,
    domain_codes   text[] not null default '{}',
    request_text   text,
    answer_by_date date,
    voter_count    int not null default 0,
    for_count      int not null default 0,
    against_count  int not null default 0,
    abstain_count  int not null default 0,
    decided_on     date not null,
    effective_on   date,
    created_at     timestamptz not null default clock_timestamp(),
    constraint decision_of_candidacy unique (id, candidacy_id),
    constraint decision_agenda_item foreign key (agenda_item_id, session_id, candidacy_id, file_id)
        references agenda_item (id, session_id, candidacy_id, file_id),
    constraint decision_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint decision_votes check (outcome = 'NOT_EXAMINED' or voter_count = for_count + against_count + abstain_count),
    constraint decision_majority check (case outcome when 'CERTIFIED' then 2 * for_count > voter_count
        when 'REFUSED' then 2 * against_count > voter_count else true end),
    constraint decision_reasons check (case outcome when 'REFUSED' then reasons is not null and cardinality(domain_codes) > 0
        when 'DEFERRED' then request_text is not null else cardinality(domain_codes) = 0 end)
);
comment on table decision is 'What the commission decided on a file; effective once both colleges have signed';
comment on column decision.id is 'UUIDv7';
comment on column decision.agenda_item_id is 'The file on the agenda; one decision each';
comment on column decision.session_id is 'The session';
comment on column decision.commission_id is 'Its commission';
comment on column decision.candidacy_id is 'The candidacy';
comment on column decision.file_id is 'The file';
comment on column decision.outcome is 'CERTIFIED, REFUSED, DEFERRED or NOT_EXAMINED';
comment on column decision.reasons is 'Reasons of a refusal';
comment on column decision.domain_codes is 'Domains a refusal names';
comment on column decision.request_text is 'What a deferral asks for';
comment on column decision.answer_by_date is 'Last day to answer a deferral';
comment on column decision.voter_count is 'Voters present on this file';
comment on column decision.for_count is 'Votes for';
comment on column decision.against_count is 'Votes against';
comment on column decision.abstain_count is 'Abstentions';
comment on column decision.decided_on is 'Day of the session';
comment on column decision.effective_on is 'Day of the second signature; null before';
comment on column decision.created_at is 'Bookkeeping';
create index decision_by_session on decision (session_id);
create index decision_by_candidacy on decision (candidacy_id);

alter table subdomain_voiding add constraint subdomain_voiding_decision
    foreign key (decision_id, candidacy_id) references decision (id, candidacy_id);

create table minutes (
    id               uuid not null constraint minutes_pk primary key,
    session_id       uuid not null,
    commission_id    uuid not null,
    reference        text not null constraint minutes_one_reference unique
                     constraint minutes_reference check (reference_is_valid(reference)),
    content          jsonb not null,
    sha256           bytea not null constraint minutes_sha256 check (octet_length(sha256) = 32),
    closed_on        date not null,
    closed_at        timestamptz not null default clock_timestamp(),
    constraint minutes_one_per_session unique (session_id),
    constraint minutes_of_session unique (id, session_id, commission_id),
    constraint minutes_session foreign key (session_id, commission_id) references session (id, commission_id)
);
comment on table minutes is 'Minutes of a session (procès-verbal): written at closing, never changed';
comment on column minutes.id is 'UUIDv7';
comment on column minutes.session_id is 'The session; one each';
comment on column minutes.commission_id is 'Its commission';
comment on column minutes.reference is 'PV reference, without gaps';
comment on column minutes.content is 'Jurors, presences, files, votes, decisions, reasons';
comment on column minutes.sha256 is 'Digest of the text that is signed';
comment on column minutes.closed_on is 'Day of closing';
comment on column minutes.closed_at is 'When';

create table minutes_signature (
    minutes_id    uuid not null,
    session_id    uuid not null,
    commission_id uuid not null,
    member_id     uuid not null,
    college       text not null constraint minutes_signature_college check (college in ('EMPLOYER', 'EMPLOYEE')),
    person_id     uuid not null constraint minutes_signature_person references person,
    sha256        bytea not null constraint minutes_signature_sha256 check (octet_length(sha256) = 32),
    signed_on     date not null,
    signed_at     timestamptz not null default clock_timestamp(),
    constraint minutes_signature_pk primary key (minutes_id, member_id),
    constraint minutes_signature_one_per_college unique (minutes_id, college),
    constraint minutes_signature_minutes foreign key (minutes_id, session_id, commission_id)
        references minutes (id, session_id, commission_id),
    constraint minutes_signature_member foreign key (member_id, commission_id, college)
        references commission_member (id, commission_id, college)
);
comment on table minutes_signature is 'Signature of the chair or of the vice-chair, one a college';
comment on column minutes_signature.minutes_id is 'The minutes';
comment on column minutes_signature.session_id is 'The session';
comment on column minutes_signature.commission_id is 'Its commission';
comment on column minutes_signature.member_id is 'Who signs';
comment on column minutes_signature.college is 'His college, checked against his mandate';
comment on column minutes_signature.person_id is 'The person';
comment on column minutes_signature.sha256 is 'Digest of what he signed';
comment on column minutes_signature.signed_on is 'Day';
comment on column minutes_signature.signed_at is 'When';

do $$
declare
    name text;
begin
    foreach name in array array['file', 'file_document', 'session', 'agenda_item', 'attendance', 'step_down', 'vote',
        'decision', 'minutes', 'minutes_signature'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
