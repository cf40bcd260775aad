-- 0051 the other papers: what a candidate takes home of an evaluation, of a path and of a decision, and what a commission works with;
-- those that follow what still changes have editions. A duplicate is handed over like the certificate.

set local role clea_owner;

-- A paper of its own needs a name of its own.
alter table convocation add column id uuid not null default gen_random_uuid() constraint convocation_one_id unique;
comment on column convocation.id is 'Of the paper that says so';

-- What an edition says is written down when it is made: a worker that is late draws what was convened, not what was changed since. What
-- never changes is told when it is drawn, and costs the act that makes it one short row.
alter table document
    drop constraint document_kind,
    drop constraint document_pk,
    add column edition int not null default 1 constraint document_edition check (edition >= 1),
    add column told jsonb,
    add column evaluation_id uuid generated always as (case when kind = 'RESTITUTION' then subject_id end) stored
        constraint document_restitution references restitution,
    add column portfolio_id uuid generated always as (case when kind = 'PORTFOLIO' then subject_id end) stored
        constraint document_portfolio references portfolio,
    add column path_id uuid generated always as (case when kind = 'PATH_PROPOSAL' then subject_id end) stored
        constraint document_path references path,
    add column convocation_id uuid generated always as (case when kind = 'CONVOCATION' then subject_id end) stored
        constraint document_convocation references convocation (id),
    add column session_id uuid generated always as (case when kind = 'AGENDA' then subject_id end) stored
        constraint document_session references session,
    add column minutes_id uuid generated always as (case when kind = 'MINUTES' then subject_id end) stored
        constraint document_minutes references minutes,
    add column rectification_id uuid generated always as (case when kind = 'RECTIFYING_MINUTES' then subject_id end) stored
        constraint document_rectification references rectification,
    add column decision_id uuid generated always as (case when kind = 'DECISION' then subject_id end) stored
        constraint document_decision references decision,
    add constraint document_kind check (kind in (
        'CERTIFICATE', 'DUPLICATE', 'ANNULMENT', 'RESTITUTION', 'PORTFOLIO', 'PATH_PROPOSAL', 'CONVOCATION', 'AGENDA', 'MINUTES',
        'RECTIFYING_MINUTES', 'DECISION')),
    add constraint document_pk primary key (subject_id, kind, edition),
    add constraint document_editions check ((kind in ('AGENDA', 'CONVOCATION')) = (told is not null)),
    add constraint document_one_edition check (edition = 1 or told is not null);
comment on column document.kind is 'What it is: CERTIFICATE, DUPLICATE, ANNULMENT (to whom held what was annulled), RESTITUTION (attestation of an evaluation), PORTFOLIO, PATH_PROPOSAL, CONVOCATION, AGENDA, MINUTES, RECTIFYING_MINUTES, DECISION';
comment on column document.edition is 'Of what still changes, an agenda or a convocation: 1, 2 …; the last one counts';
comment on column document.told is 'What an edition says, as it was when it was made; of others it is told when they are drawn';
comment on column document.evaluation_id is 'The evaluation whose results were given back';
comment on column document.portfolio_id is 'The portfolio that it is';
comment on column document.path_id is 'The path that it proposes';
comment on column document.convocation_id is 'The convocation that it is';
comment on column document.session_id is 'The session whose agenda it is';
comment on column document.minutes_id is 'The signed minutes that it is';
comment on column document.rectification_id is 'The signed rectifying minutes that it is';
comment on column document.decision_id is 'The decision that it tells';

-- What is there already. The agenda and the convocations of a session that is convened follow with its next act. The policies by which the
-- owner sees and writes these two stand in always/, which is not there now.
alter table document no force row level security;
alter table rectification no force row level security;
insert into document (kind, subject_id) select 'RESTITUTION', r.evaluation_id from restitution r;
insert into document (kind, subject_id) select 'PORTFOLIO', o.id from portfolio o;
insert into document (kind, subject_id) select 'PATH_PROPOSAL', p.id from path p;
insert into document (kind, subject_id) select 'DECISION', d.id from decision d where d.effective_on is not null and d.outcome <> 'NOT_EXAMINED';
insert into document (kind, subject_id)
select 'MINUTES', m.id from minutes m join session s on s.id = m.session_id
where s.state = 'SIGNED' and not exists (select from vote_reversal r where r.minutes_id = m.id);
insert into document (kind, subject_id) select 'RECTIFYING_MINUTES', r.id from rectification r where r.state = 'SIGNED';
alter table document force row level security;
alter table rectification force row level security;

-- A duplicate is handed over like the certificate: once, and its record is corrected by another one.
alter table certificate_duplicate add constraint certificate_duplicate_of_certificate unique (id, certificate_id);
alter table certificate_handover
    add column duplicate_id uuid,
    add constraint certificate_handover_duplicate foreign key (duplicate_id, certificate_id) references certificate_duplicate (id, certificate_id);
comment on table certificate_handover is 'A certificate, or a duplicate of it, is handed over to its holder; once, and once more for each correction of the record';
comment on column certificate_handover.duplicate_id is 'The duplicate that was handed over; null = the certificate itself';
drop index certificate_handover_once;
create unique index certificate_handover_once on certificate_handover (certificate_id, duplicate_id) nulls not distinct where corrects_id is null;
