-- 0055 what a commission mends is told again: a session that moves is convened anew, words of a decision that are rectified are notified
-- anew, and a file that the certifier sends elsewhere is not sent by its organism (3.4, A30).

set local role clea_owner;

-- A session is not convened before it was planned, unless it was recorded when it was over.
alter table session add column planned_on date;
comment on column session.planned_on is 'Day on which it was recorded';
alter table session no force row level security;
update session set planned_on = least((created_at at time zone time_zone)::date, convened_on);
alter table session force row level security;
alter table session alter column planned_on set not null;

-- A place of an agenda that is left is taken by the next one. What is written in minutes stays as it was.
alter table agenda_item no force row level security;
alter table session no force row level security;
update agenda_item i
set position = n.place
from (select a.id, row_number() over (partition by a.session_id order by a.position, a.id) as place
      from agenda_item a join session s on s.id = a.session_id
      where a.removed_on is null and s.state in ('PLANNED', 'CONVENED', 'OPEN')) as n
where i.id = n.id and i.position <> n.place;
alter table agenda_item force row level security;

-- A convocation says what its member was told. Who is convened again has another one, which takes the place of the first.
alter table convocation
    drop constraint convocation_pk,
    add column edition int not null default 1 constraint convocation_edition check (edition >= 1),
    add column held_on date,
    add column starts_at timestamptz,
    add column time_zone text,
    add column place text,
    add column modality text,
    add constraint convocation_pk primary key (session_id, member_id, edition);
comment on column convocation.edition is 'Which of the member and the session, from 1; the last one counts';
comment on column convocation.held_on is 'The day that the member was told';
comment on column convocation.starts_at is 'The beginning that the member was told';
comment on column convocation.time_zone is 'The zone of that day';
comment on column convocation.place is 'The place that the member was told';
comment on column convocation.modality is 'How the member was told that it is held';
alter table convocation no force row level security;
update convocation v
set held_on = s.held_on, starts_at = s.starts_at, time_zone = s.time_zone, place = s.place, modality = s.modality
from session s where s.id = v.session_id;
alter table convocation force row level security;
alter table session force row level security;
alter table convocation alter column held_on set not null, alter column time_zone set not null, alter column modality set not null;

-- A file that is sent again because another commission was named is none that its organism sent.
alter table file
    add column resends_id uuid,
    add constraint file_resends foreign key (resends_id, candidacy_id) references file (id, candidacy_id);
comment on column file.resends_id is 'The same file, as its organism sent it to the commission that it waited at before the certifier named this one; null = its organism sent it';
alter table file no force row level security;
update file f
set resends_id = w.id
from file w
where f.override_id is not null and w.candidacy_id = f.candidacy_id and w.ordinal = f.ordinal - 1 and w.status = 'WITHDRAWN'
  and w.submitted_on = f.submitted_on and w.snapshot::text = f.snapshot::text;

-- Who holds the certificate, or has been told that it is annulled, awaits no word of its decision.
alter table decision no force row level security;
alter table certificate no force row level security;
update file f
set notification_due_on = null
from decision d join certificate c on c.decision_id = d.id
where f.notification_due_on is not null and d.file_id = f.id and (c.status = 'ANNULLED' or c.handed_over_on is not null);
alter table certificate force row level security;
alter table file force row level security;

-- A decision reads as the minutes do, as they were rectified last; how it read first stands in them.
alter table decision
    add column rectified_on date,
    add column rectification_id uuid,
    add constraint decision_rectified check ((rectified_on is null) = (rectification_id is null) and (rectified_on is null or effective_on is not null)),
    add constraint decision_rectification foreign key (rectification_id, session_id, commission_id)
        references rectification (id, session_id, commission_id);
comment on column decision.rectified_on is 'Day on which its words were rectified last; null = they are those of the minutes as they were signed';
comment on column decision.rectification_id is 'The rectifying minutes that did';
alter table decision force row level security;

-- The candidate is told again of words that were rectified, and the time to appeal runs from then.
alter table decision_notification
    add column rectification_id uuid constraint decision_notification_rectification references rectification;
comment on column decision_notification.rectification_id is 'Whose words the candidate was told: those of these rectifying minutes; null = those of the minutes as they were signed';
drop index decision_notification_once;
create unique index decision_notification_once on decision_notification (decision_id, rectification_id) nulls not distinct
    where corrects_id is null;

-- Domains that a refusal names are mended as its words are: what it voided is lifted, what it names is voided.
alter table subdomain_voiding_lift
    alter column appeal_id drop not null,
    add column rectification_id uuid constraint subdomain_voiding_lift_rectification references rectification,
    add constraint subdomain_voiding_lift_why check ((appeal_id is null) <> (rectification_id is null));
comment on table subdomain_voiding_lift is 'A refusal that is examined again voids nothing any more (9.3), nor does what was mistyped in one; all stay in the history';
comment on column subdomain_voiding_lift.appeal_id is 'The appeal; null = the domains were rectified';
comment on column subdomain_voiding_lift.rectification_id is 'The rectifying minutes that name other domains; null = an appeal';
comment on column subdomain_voiding_lift.lifted_on is 'Day of the decision to examine again, or of the second signature';

-- The letter of a decision has editions, as often as its words were rectified. It says what is, and is told when it is drawn.
alter table document
    drop constraint document_editions,
    drop constraint document_one_edition,
    add constraint document_editions check ((kind in ('AGENDA', 'CONVOCATION')) = (told is not null)),
    add constraint document_one_edition check (edition = 1 or kind in ('AGENDA', 'CONVOCATION', 'DECISION'));
comment on column document.edition is 'Of what still changes, an agenda, a convocation or the words of a decision: 1, 2 …; the last one counts';
