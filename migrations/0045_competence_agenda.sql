-- 0045 sessions: the certifier may name another commission than the rule does, with a reason (A30); the agenda has an order and times;
-- who was convened is written down (3.4).

set local role clea_owner;

create table commission_override (
    id            uuid not null constraint commission_override_pk primary key,
    candidacy_id  uuid not null constraint commission_override_candidacy references candidacy,
    commission_id uuid not null constraint commission_override_commission references commission,
    reason        text not null constraint commission_override_reason check (char_length(reason) between 1 and 2000),
    named_by      uuid constraint commission_override_named_by references person,
    named_on      date not null,
    ended_on      date,
    ended_by      uuid constraint commission_override_ended_by references person,
    end_reason    text,
    created_at    timestamptz not null default clock_timestamp(),
    constraint commission_override_of_candidacy unique (id, candidacy_id),
    constraint commission_override_ended check ((ended_on is null) = (end_reason is null)),
    constraint commission_override_period check (ended_on >= named_on)
);
comment on table commission_override is 'The certifier names the commission of a candidacy instead of the rule (A30): it holds for what is sent until it is ended, another one is named, or that commission closes';
comment on column commission_override.id is 'UUIDv7';
comment on column commission_override.candidacy_id is 'The candidacy';
comment on column commission_override.commission_id is 'The commission that examines its files';
comment on column commission_override.reason is 'Why';
comment on column commission_override.named_by is 'Who named it, of the certifier';
comment on column commission_override.named_on is 'Day';
comment on column commission_override.ended_on is 'Day on which it was ended; null while it holds';
comment on column commission_override.ended_by is 'Who ended it';
comment on column commission_override.end_reason is 'Why';
comment on column commission_override.created_at is 'Bookkeeping';
create unique index commission_override_one_standing on commission_override (candidacy_id) where ended_on is null;
create index commission_override_by_candidacy on commission_override (candidacy_id, id);

-- Beside what was sent stands why it went there.
alter table file
    add column override_id uuid,
    add column override_reason text,
    add constraint file_override foreign key (override_id, candidacy_id) references commission_override (id, candidacy_id),
    add constraint file_override_why check ((override_id is null) = (override_reason is null));
comment on column file.override_id is 'By which the certifier sent it to another commission than the rule would; null = by the rule';
comment on column file.override_reason is 'Why, in the words of the certifier';

-- The agenda: each place once, and when each file is taken.
alter table session
    add column file_minutes int not null default 10 constraint session_file_minutes check (file_minutes between 1 and 480),
    add column break_every_count int constraint session_break_every_count check (break_every_count between 1 and 1000),
    add column break_minutes int not null default 15 constraint session_break_minutes check (break_minutes between 1 and 240);
comment on column session.file_minutes is 'Minutes for a file, as the agenda is timed';
comment on column session.break_every_count is 'Files between two breaks; null = none';
comment on column session.break_minutes is 'Minutes of a break, where there are any';

create table convocation (
    session_id    uuid not null,
    member_id     uuid not null,
    commission_id uuid not null,
    person_id     uuid not null constraint convocation_person references person,
    convened_on   date not null,
    convened_by   uuid constraint convocation_convened_by references person,
    created_at    timestamptz not null default clock_timestamp(),
    constraint convocation_pk primary key (session_id, member_id),
    constraint convocation_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint convocation_member foreign key (member_id, commission_id) references commission_member (id, commission_id)
);
comment on table convocation is 'A member of a commission is told of a session (convocation); a paper that says so hangs on this row';
comment on column convocation.session_id is 'The session';
comment on column convocation.member_id is 'The member who is told';
comment on column convocation.commission_id is 'Their commission';
comment on column convocation.person_id is 'The person of the member, that day';
comment on column convocation.convened_on is 'Day on which they were told';
comment on column convocation.convened_by is 'Who convened them';
comment on column convocation.created_at is 'Bookkeeping';

-- Pseudonyms of a session: stable within it, and no others' (a juror may read its files blind).
alter table session add column blind_salt bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
    constraint session_blind_salt check (octet_length(blind_salt) = 32);
comment on column session.blind_salt is 'What makes pseudonyms of this session: drawn once, and shown to nobody';

alter table commission_override enable row level security;
alter table commission_override force row level security;
alter table convocation enable row level security;
alter table convocation force row level security;
