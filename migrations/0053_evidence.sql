-- 0053 evidence: files that an organism or a candidate puts beside a candidacy, kept in pieces, scanned by a worker before others
-- read them.

set local role clea_owner;

create table evidence (
    id             uuid not null constraint evidence_pk primary key,
    candidacy_id   uuid not null constraint evidence_candidacy references candidacy,
    acting_scope   text not null constraint evidence_acting_scope check (acting_scope in ('ORGANISM', 'CANDIDATE')),
    acting_org_id  uuid constraint evidence_organism references organism,
    added_by       uuid constraint evidence_added_by references person,
    title          text constraint evidence_title check (char_length(title) between 1 and 200),
    media_type     text not null constraint evidence_media_type check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
    byte_count     int not null constraint evidence_byte_count check (byte_count between 1 and 67108864),
    part_count     int not null constraint evidence_part_count check (part_count between 1 and 1024),
    sha256         bytea not null constraint evidence_sha256 check (octet_length(sha256) = 32),
    state          text not null default 'PENDING_SCAN'
                   constraint evidence_state check (state in ('PENDING_SCAN', 'CLEAN', 'UNSCANNED', 'REFUSED', 'REMOVED')),
    attempts       int not null default 0 constraint evidence_attempts check (attempts >= 0),
    due_at         timestamptz not null default clock_timestamp(),
    fault          text,
    scanned_at     timestamptz,
    finding        text constraint evidence_finding check (char_length(finding) between 1 and 200),
    removed_at     timestamptz,
    removed_by     uuid constraint evidence_removed_by references person,
    removal_reason text constraint evidence_removal_reason check (char_length(removal_reason) between 1 and 1000),
    version        int not null default 1,
    created_at     timestamptz not null default clock_timestamp(),
    constraint evidence_side check ((acting_scope = 'ORGANISM') = (acting_org_id is not null)),
    constraint evidence_removed check ((state = 'REMOVED') = (removed_at is not null) and (state = 'REMOVED') = (removal_reason is not null)),
    constraint evidence_scanned check (scanned_at is not null or state not in ('CLEAN', 'REFUSED'))
);
comment on table evidence is 'A file (PDF, JPEG, PNG) that somebody puts beside a candidacy; its bytes are in evidence_part as long as somebody may read them';
comment on column evidence.id is 'UUIDv7';
comment on column evidence.candidacy_id is 'The candidacy';
comment on column evidence.acting_scope is 'Which side put it there: ORGANISM or CANDIDATE';
comment on column evidence.acting_org_id is 'The organism, when it was one';
comment on column evidence.added_by is 'Who put it there; null when a system or the candidate did';
comment on column evidence.title is 'File name as it was given; null when none was';
comment on column evidence.media_type is 'What it is, by its own bytes';
comment on column evidence.byte_count is 'Its size';
comment on column evidence.part_count is 'How many rows of evidence_part it has';
comment on column evidence.sha256 is 'Digest of the file';
comment on column evidence.state is 'PENDING_SCAN, CLEAN, UNSCANNED (the operator has no scanner and lets it be read), REFUSED (by the scanner), REMOVED';
comment on column evidence.attempts is 'How often a worker took it up to scan it';
comment on column evidence.due_at is 'When a worker may take it up: again, when the one that did is not heard of any more';
comment on column evidence.fault is 'Why the last attempt to scan it failed; no text of the file';
comment on column evidence.scanned_at is 'When the scanner said CLEAN or REFUSED';
comment on column evidence.finding is 'What the scanner found, in its words';
comment on column evidence.removed_at is 'When it was removed';
comment on column evidence.removed_by is 'Who removed it; null when a system or the candidate did';
comment on column evidence.removal_reason is 'Why it was removed';
comment on column evidence.version is 'Counts changes';
comment on column evidence.created_at is 'When it was put there';
create index evidence_by_candidacy on evidence (candidacy_id, id);
create index evidence_due on evidence (due_at) where state in ('PENDING_SCAN', 'UNSCANNED');
create index evidence_waiting on evidence (created_at) where state = 'PENDING_SCAN';
alter table evidence enable row level security;
alter table evidence force row level security;

-- Pieces come before what they are of: evidence whose pieces are not whole is refused (evidence_whole), and pieces of which nothing
-- came are swept.
create table evidence_part (
    evidence_id  uuid not null,
    number       int not null constraint evidence_part_number check (number between 0 and 1023),
    candidacy_id uuid not null constraint evidence_part_candidacy references candidacy,
    content      bytea not null constraint evidence_part_content check (octet_length(content) between 1 and 65536),
    loose_since  timestamptz,
    constraint evidence_part_pk primary key (evidence_id, number)
);
comment on table evidence_part is 'The bytes of evidence, in pieces of 64 KiB; gone when it is removed or refused';
comment on column evidence_part.evidence_id is 'What it is a piece of: no reference, it comes first';
comment on column evidence_part.number is 'Its place, from 0';
comment on column evidence_part.candidacy_id is 'The candidacy';
comment on column evidence_part.content is 'The bytes';
comment on column evidence_part.loose_since is 'Of the first piece, as long as nothing came of them: since when';
create index evidence_part_loose on evidence_part (loose_since) where loose_since is not null;
alter table evidence_part alter column content set storage external; -- what comes is compressed by itself
alter table evidence_part enable row level security;
alter table evidence_part force row level security;

-- As a former owner saw it last (0017).
create table former_evidence (
    organism_id  uuid not null constraint former_evidence_organism references organism,
    candidacy_id uuid not null constraint former_evidence_candidacy references candidacy,
    kept_row     int not null,
    id           uuid not null,
    record       jsonb not null,
    constraint former_evidence_pk primary key (organism_id, candidacy_id, kept_row)
);
comment on table former_evidence is 'Rows of evidence as a former owner saw them last (former_owner); erased with the candidate';
comment on column former_evidence.organism_id is 'The former owner';
comment on column former_evidence.candidacy_id is 'The candidacy';
comment on column former_evidence.kept_row is 'Which of them';
comment on column former_evidence.id is 'Of the row';
comment on column former_evidence.record is 'The row, by the names of its columns';
create index former_evidence_by_id on former_evidence (organism_id, id);
alter table former_evidence enable row level security;
alter table former_evidence force row level security;
