-- 0075 sessions: who leaves before the end, who signs in the place of a chair, and when a session opened.

set local role clea_owner;

alter table session add column opened_at timestamptz;
comment on column session.opened_at is 'When it was opened, first; null before, and of sessions that opened before this column';

create table departure (
    session_id     uuid not null,
    member_id      uuid not null,
    commission_id  uuid not null,
    agenda_item_id uuid,
    left_at        timestamptz not null,
    said_by        uuid not null constraint departure_said_by references person,
    created_at     timestamptz not null default clock_timestamp(),
    constraint departure_pk primary key (session_id, member_id),
    constraint departure_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint departure_member foreign key (member_id, commission_id) references commission_member (id, commission_id),
    constraint departure_attendance foreign key (session_id, member_id) references attendance (session_id, member_id),
    constraint departure_agenda_item foreign key (agenda_item_id, session_id) references agenda_item (id, session_id)
);
comment on table departure is 'A juror left an open session before its end: said by the juror, or by who runs it for the same college. What the juror voted stays';
comment on column departure.session_id is 'The session';
comment on column departure.member_id is 'The juror';
comment on column departure.commission_id is 'Its commission';
comment on column departure.agenda_item_id is 'The first file for which the juror was no longer there; null = behind the last one';
comment on column departure.left_at is 'When';
comment on column departure.said_by is 'Who said so';
comment on column departure.created_at is 'Bookkeeping';

alter table step_down add column is_departure boolean not null default false,
    add constraint step_down_one_kind check (not (is_departure and is_recusal));
comment on column step_down.is_departure is 'The juror had left the session before this file was taken';

create table session_stand_in (
    id            uuid not null constraint session_stand_in_pk primary key,
    session_id    uuid not null,
    commission_id uuid not null,
    member_id     uuid not null,
    college       text not null constraint session_stand_in_college check (college in ('EMPLOYER', 'EMPLOYEE')),
    edition       int not null constraint session_stand_in_edition check (edition >= 1),
    reason        text not null constraint session_stand_in_reason check (char_length(reason) between 1 and 2000),
    named_by      uuid constraint session_stand_in_named_by references person,
    named_on      date not null,
    created_at    timestamptz not null default clock_timestamp(),
    constraint session_stand_in_one_edition unique (session_id, college, edition),
    constraint session_stand_in_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint session_stand_in_member foreign key (member_id, commission_id, college) references commission_member (id, commission_id, college)
);
comment on table session_stand_in is 'Who signs the minutes of a session in the place of the chair or vice-chair of the same college, who cannot or does not: named by the secretary or the certifier, with a reason; it is the member''s own signature that counts';
comment on column session_stand_in.id is 'UUIDv7';
comment on column session_stand_in.session_id is 'The session';
comment on column session_stand_in.commission_id is 'Its commission';
comment on column session_stand_in.member_id is 'Who signs';
comment on column session_stand_in.college is 'Of which college; the last one named for it counts';
comment on column session_stand_in.edition is 'From 1, in each college';
comment on column session_stand_in.reason is 'Why';
comment on column session_stand_in.named_by is 'Who named the member; null when a system did';
comment on column session_stand_in.named_on is 'Day';
comment on column session_stand_in.created_at is 'Bookkeeping';

-- What became of a session is told to whoever was convened to it (sessions_told_of).
create index convocation_by_member on convocation (member_id, session_id);

-- A refusal is appealed once, by the candidate: what an organism filed and withdrew in the candidate's name does not spend it.
alter table appeal drop constraint appeal_one_per_decision;
create unique index appeal_one_per_decision on appeal (decision_id) where state <> 'WITHDRAWN' or withdraw_proof is null;
create index appeal_by_decision on appeal (decision_id);

do $$
declare
    name text;
begin
    foreach name in array array['departure', 'session_stand_in'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
    end loop;
end
$$;
