-- 0044 rectifying minutes: what was written in signed minutes is mended beside them (3.4), never in them.

set local role clea_owner;

create table rectification (
    id              uuid not null constraint rectification_pk primary key,
    session_id      uuid not null,
    commission_id   uuid not null,
    minutes_id      uuid not null,
    rectifies_id    uuid,
    ordinal         int not null constraint rectification_ordinal check (ordinal >= 1),
    state           text not null default 'DRAFTED' constraint rectification_state check (state in ('DRAFTED', 'SIGNED', 'WITHDRAWN')),
    reference       text constraint rectification_one_reference unique
                    constraint rectification_reference check (reference_is_valid(reference)),
    content         jsonb not null,
    sha256          bytea not null constraint rectification_sha256 check (octet_length(sha256) = 32),
    drafted_by      uuid constraint rectification_drafted_by references person,
    drafted_on      date not null,
    settled_on      date,
    withdrawn_by    uuid constraint rectification_withdrawn_by references person,
    withdraw_reason text,
    created_at      timestamptz not null default clock_timestamp(),
    constraint rectification_of_session unique (id, session_id, commission_id),
    constraint rectification_one_ordinal unique (session_id, ordinal),
    constraint rectification_minutes foreign key (minutes_id, session_id, commission_id) references minutes (id, session_id, commission_id),
    constraint rectification_rectifies foreign key (rectifies_id, session_id, commission_id)
        references rectification (id, session_id, commission_id),
    constraint rectification_signed check ((state = 'SIGNED') = (reference is not null)),
    constraint rectification_withdrawn check ((state = 'WITHDRAWN') = (withdraw_reason is not null)),
    constraint rectification_settled check ((state = 'DRAFTED') = (settled_on is null))
);
comment on table rectification is 'Rectifying minutes (procès-verbal rectificatif): mend what was written in signed minutes, never an outcome nor a vote; the minutes stay as they were';
comment on column rectification.id is 'UUIDv7';
comment on column rectification.session_id is 'The session';
comment on column rectification.commission_id is 'Its commission';
comment on column rectification.minutes_id is 'The minutes of the session, which stay as they were signed';
comment on column rectification.rectifies_id is 'The signed rectifying minutes that these ones build on; null = the minutes themselves';
comment on column rectification.ordinal is 'Order in the session, from 1, with those that were withdrawn';
comment on column rectification.state is 'DRAFTED, SIGNED or WITHDRAWN';
comment on column rectification.reference is 'PV reference, without gaps, drawn at the second signature';
comment on column rectification.content is 'What they rectify, with its digest; why; each member that is mended, as it was and as it is; and the minutes as they read from now on';
comment on column rectification.sha256 is 'Digest of the text that is signed';
comment on column rectification.drafted_by is 'Who wrote them';
comment on column rectification.drafted_on is 'Day';
comment on column rectification.settled_on is 'Day of the second signature, or of the withdrawal';
comment on column rectification.withdrawn_by is 'Who withdrew the draft';
comment on column rectification.withdraw_reason is 'Why';
comment on column rectification.created_at is 'Bookkeeping';
create unique index rectification_one_draft on rectification (session_id) where state = 'DRAFTED';

create table rectification_signature (
    rectification_id uuid not null,
    session_id       uuid not null,
    commission_id    uuid not null,
    member_id        uuid not null,
    college          text not null constraint rectification_signature_college check (college in ('EMPLOYER', 'EMPLOYEE')),
    person_id        uuid not null constraint rectification_signature_person references person,
    sha256           bytea not null constraint rectification_signature_sha256 check (octet_length(sha256) = 32),
    signed_on        date not null,
    signed_at        timestamptz not null default clock_timestamp(),
    constraint rectification_signature_pk primary key (rectification_id, member_id),
    constraint rectification_signature_one_per_college unique (rectification_id, college),
    constraint rectification_signature_rectification foreign key (rectification_id, session_id, commission_id)
        references rectification (id, session_id, commission_id),
    constraint rectification_signature_member foreign key (member_id, commission_id, college)
        references commission_member (id, commission_id, college)
);
comment on table rectification_signature is 'Signature of rectifying minutes by the chair or the vice-chair of the session, one a college';
comment on column rectification_signature.rectification_id is 'The rectifying minutes';
comment on column rectification_signature.session_id is 'The session';
comment on column rectification_signature.commission_id is 'Its commission';
comment on column rectification_signature.member_id is 'Who signs';
comment on column rectification_signature.college is 'His college, checked against his mandate';
comment on column rectification_signature.person_id is 'The person';
comment on column rectification_signature.sha256 is 'Digest of what he signed';
comment on column rectification_signature.signed_on is 'Day';
comment on column rectification_signature.signed_at is 'When';

alter table rectification enable row level security;
alter table rectification force row level security;
alter table rectification_signature enable row level security;
alter table rectification_signature force row level security;
