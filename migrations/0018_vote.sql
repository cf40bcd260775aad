-- 0018 votes: whose word a vote is, and what falls when a juror takes back what was written down (decision 35).

set local role clea_owner;

alter table vote
    add column standing text not null default 'OWN' constraint vote_standing
        check (standing in ('OWN', 'RECORDED', 'CONFIRMED', 'CONTESTED')),
    add column cast_by uuid constraint vote_cast_by references person,
    add column recorded_by uuid constraint vote_recorded_by references person,
    add column contest_reason text constraint vote_contest_reason check (char_length(contest_reason) between 1 and 1000),
    add column answered_at timestamptz;
comment on column vote.standing is 'OWN: cast by the juror. RECORDED: written down by another, and awaits the juror. CONFIRMED, CONTESTED: what the juror said of it; a contested one counts as not cast';
comment on column vote.cast_by is 'The person of the juror, who cast or confirmed it. Of votes from before this column: taken for the juror''s own, since nothing else is known';
comment on column vote.recorded_by is 'Who wrote it down for the juror';
comment on column vote.contest_reason is 'Why the juror contested it, in the juror''s words';
comment on column vote.answered_at is 'When the juror confirmed or contested it';
comment on column vote.cast_at is 'When it was cast or written down, or last changed';

update vote v set cast_by = m.person_id from commission_member m where m.id = v.member_id;

alter table vote alter column standing drop default;
alter table vote add constraint vote_author check ((standing in ('OWN', 'CONFIRMED')) = (cast_by is not null));
alter table vote add constraint vote_recorder check ((standing <> 'OWN') = (recorded_by is not null));
alter table vote add constraint vote_contested check (contest_reason is null or standing = 'CONTESTED');

-- A decision or minutes that fell stay as they were; those that take their place are the next edition.
alter table decision add column edition int not null default 1 constraint decision_edition check (edition >= 1);
alter table decision drop constraint decision_one_per_item;
alter table decision add constraint decision_one_per_item unique (agenda_item_id, edition);
comment on column decision.agenda_item_id is 'The file on the agenda; one decision each, and one more for each that fell';
comment on column decision.edition is 'From 1';
alter table minutes add column edition int not null default 1 constraint minutes_edition check (edition >= 1);
alter table minutes drop constraint minutes_one_per_session;
alter table minutes add constraint minutes_one_per_session unique (session_id, edition);
comment on column minutes.session_id is 'The session; one each, and one more for each that fell';
comment on column minutes.edition is 'From 1';

create table vote_reversal (
    decision_id    uuid not null constraint vote_reversal_pk primary key constraint vote_reversal_decision references decision,
    minutes_id     uuid constraint vote_reversal_one_minutes unique constraint vote_reversal_minutes references minutes,
    session_id     uuid not null,
    commission_id  uuid not null,
    agenda_item_id uuid not null,
    member_id      uuid not null,
    person_id      uuid not null constraint vote_reversal_person references person,
    reversed_on    date not null,
    reversed_at    timestamptz not null default clock_timestamp(),
    constraint vote_reversal_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint vote_reversal_vote foreign key (agenda_item_id, member_id) references vote (agenda_item_id, member_id)
);
comment on table vote_reversal is 'A juror changed or contested a vote that was written down and that a decision had counted: the decision fell, and so did the minutes that were written of it. Nothing had taken effect';
comment on column vote_reversal.decision_id is 'The decision that fell';
comment on column vote_reversal.minutes_id is 'The minutes that fell with it; null when the session was still open';
comment on column vote_reversal.session_id is 'The session';
comment on column vote_reversal.commission_id is 'Its commission';
comment on column vote_reversal.agenda_item_id is 'The file on the agenda';
comment on column vote_reversal.member_id is 'The juror';
comment on column vote_reversal.person_id is 'The person of the juror, who spoke';
comment on column vote_reversal.reversed_on is 'Day';
comment on column vote_reversal.reversed_at is 'When';
create index vote_reversal_by_session on vote_reversal (session_id);

do $$
begin
    execute 'alter table vote_reversal enable row level security';
    execute 'alter table vote_reversal force row level security';
    execute 'create policy vote_reversal_owner on vote_reversal to clea_owner using (true) with check (true)';
end
$$;
