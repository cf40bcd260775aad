-- 0003 everything under a candidacy, the root that organisms own. Its children are changed only together with a claim
-- of the root (candidacy.version moves by one; children carry no version of their own but evaluation).
--
-- Order inside one transaction: claim; candidacy (state, pinned version); evaluation; sitting; path; path_module; file;
-- candidacy_event last. Triggers read what is already there.
-- The legal transitions are data: candidacy_transition. Rows of later rules are added by later migrations.

set local role clea_owner;

create table candidacy_state (
    state   text not null constraint candidacy_state_pk primary key,
    is_live boolean not null,
    is_final boolean not null
);
comment on table candidacy_state is 'The nineteen states of a candidacy';
comment on column candidacy_state.state is 'Name on the wire';
comment on column candidacy_state.is_live is 'Counts for the rule of one live candidacy: from INFORMED on, and ABANDONED';
comment on column candidacy_state.is_final is 'Terminal; accepts no result any more';
insert into candidacy_state (state, is_live, is_final) values
    ('CONTACT', false, false), ('INFORMED', true, false), ('PRIOR_IN_PROGRESS', true, false),
    ('PRIOR_COMPLETED', true, false), ('PARTIAL', true, false), ('PATH_PROPOSED', true, false),
    ('IN_TRAINING', true, false), ('FINAL_READY', true, false), ('FINAL_IN_PROGRESS', true, false),
    ('FINAL_COMPLETED', true, false), ('JURY_READY', true, false), ('SUBMITTED', true, false),
    ('ON_AGENDA', true, false), ('DEFERRED', true, false), ('CERTIFIED', false, true), ('EXPIRED', false, true),
    ('WITHDRAWN', false, true), ('ABANDONED', true, true), ('CANCELLED', false, true);

create table candidacy_transition (
    from_state text not null,
    event      text not null,
    to_state   text not null constraint candidacy_transition_to references candidacy_state,
    rule       text not null,
    constraint candidacy_transition_pk primary key (from_state, event, to_state)
);
comment on table candidacy_transition is 'Every legal move of a candidacy; an event that is not here cannot be stored';
comment on column candidacy_transition.from_state is 'State before; NONE for the opening';
comment on column candidacy_transition.event is 'Event';
comment on column candidacy_transition.to_state is 'State after';
comment on column candidacy_transition.rule is 'Rule number';
insert into candidacy_transition (rule, from_state, event, to_state) values
    ('T1', 'NONE', 'OPEN_CONTACT', 'CONTACT'),
    ('T2', 'CONTACT', 'RECORD_INFORMATION', 'INFORMED'),
    ('T3', 'INFORMED', 'START_PRIOR', 'PRIOR_IN_PROGRESS'),
    ('T4', 'PRIOR_IN_PROGRESS', 'ADD_SITTING', 'PRIOR_IN_PROGRESS'),
    ('T4', 'PRIOR_IN_PROGRESS', 'RECORD_RESULTS', 'PRIOR_IN_PROGRESS'),
    ('T5', 'PRIOR_IN_PROGRESS', 'COMPLETE_PRIOR', 'PRIOR_COMPLETED'),
    ('T6a', 'PRIOR_COMPLETED', 'RECORD_RESTITUTION', 'JURY_READY'),
    ('T6b', 'PRIOR_COMPLETED', 'RECORD_RESTITUTION', 'PARTIAL'),
    ('T7', 'PARTIAL', 'PROPOSE_PATH', 'PATH_PROPOSED'),
    ('T8', 'PATH_PROPOSED', 'ACCEPT_PATH', 'IN_TRAINING'),
    ('T9', 'PATH_PROPOSED', 'DECLINE_PATH', 'PARTIAL'),
    ('T10', 'IN_TRAINING', 'RECORD_ATTENDANCE', 'IN_TRAINING'),
    ('T10', 'IN_TRAINING', 'CLOSE_MODULE', 'IN_TRAINING'),
    ('T10', 'IN_TRAINING', 'CHANGE_TRAINER', 'IN_TRAINING'),
    ('T11', 'IN_TRAINING', 'CLOSE_PATH', 'FINAL_READY'),
    ('T13', 'FINAL_READY', 'START_FINAL', 'FINAL_IN_PROGRESS'),
    ('T14', 'FINAL_IN_PROGRESS', 'ADD_SITTING', 'FINAL_IN_PROGRESS'),
    ('T14', 'FINAL_IN_PROGRESS', 'RECORD_RESULTS', 'FINAL_IN_PROGRESS'),
    ('T15', 'FINAL_IN_PROGRESS', 'COMPLETE_FINAL', 'FINAL_COMPLETED'),
    ('T16a', 'FINAL_COMPLETED', 'RECORD_RESTITUTION', 'JURY_READY'),
    ('T16b', 'FINAL_COMPLETED', 'RECORD_RESTITUTION', 'PARTIAL'),
    ('T16b', 'FINAL_COMPLETED', 'RECORD_RESTITUTION', 'EXPIRED'),
    ('T17', 'JURY_READY', 'SUBMIT_FILE', 'SUBMITTED'),
    ('T19', 'SUBMITTED', 'PUT_ON_AGENDA', 'ON_AGENDA'),
    ('T20', 'ON_AGENDA', 'REMOVE_FROM_AGENDA', 'SUBMITTED'),
    ('T21', 'ON_AGENDA', 'CERTIFY', 'CERTIFIED'),
    ('T22', 'ON_AGENDA', 'DEFER', 'DEFERRED'),
    ('T23', 'ON_AGENDA', 'REFUSE', 'PARTIAL'),
    ('T23', 'ON_AGENDA', 'REFUSE', 'EXPIRED'),
    ('T24', 'DEFERRED', 'ANSWER_COMPLEMENT', 'SUBMITTED');

create table candidacy (
    id                     uuid not null constraint candidacy_pk primary key,
    reference              text not null constraint candidacy_one_reference unique
                           constraint candidacy_reference check (reference_is_valid(reference)),
    candidate_id           uuid not null constraint candidacy_candidate references candidate,
    referential_code       text not null,
    referential_version_id uuid,
    state                  text not null default 'CONTACT' constraint candidacy_state_known references candidacy_state,
    owner_org_id           uuid not null constraint candidacy_owner references organism,
    opened_org_id          uuid not null constraint candidacy_opened_by references organism,
    opened_on              date not null,
    information_on         date,
    counsellor_id          uuid constraint candidacy_counsellor references person,
    consent_on             date,
    cycle_start_date       date,
    deadline_date          date,
    previous_candidacy_id  uuid constraint candidacy_previous references candidacy,
    answer_by_date         date,
    is_certificate_annulled boolean not null default false,
    last_activity_on       date not null,
    version                int not null default 1,
    created_at             timestamptz not null default clock_timestamp(),
    constraint candidacy_referential_version foreign key (referential_version_id, referential_code)
        references referential_version (id, code),
    constraint candidacy_deadline_is_five_years check
        (deadline_date is not distinct from (cycle_start_date + interval '5 years')::date),
    constraint candidacy_information_has_consent check
        (state in ('CONTACT', 'ABANDONED', 'WITHDRAWN', 'CANCELLED')
         or (information_on is not null and counsellor_id is not null and consent_on is not null)),
    constraint candidacy_version_pinned check
        (state in ('CONTACT', 'INFORMED', 'ABANDONED', 'WITHDRAWN', 'CANCELLED') or referential_version_id is not null),
    constraint candidacy_cycle_started check
        (state in ('CONTACT', 'INFORMED', 'PRIOR_IN_PROGRESS', 'ABANDONED', 'WITHDRAWN', 'CANCELLED')
         or cycle_start_date is not null)
);
comment on table candidacy is 'One certification for one candidate over one five-year cycle (dossier): the root of an aggregate';
comment on column candidacy.id is 'UUIDv7';
comment on column candidacy.reference is 'DOS reference';
comment on column candidacy.candidate_id is 'Whose it is';
comment on column candidacy.referential_code is 'Certification aimed at';
comment on column candidacy.referential_version_id is 'Version pinned when the prior evaluation starts (T3); never changes afterwards';
comment on column candidacy.state is 'One of candidacy_state';
comment on column candidacy.owner_org_id is 'Organism in charge; moves by transfer';
comment on column candidacy.opened_org_id is 'Organism that opened it; never moves';
comment on column candidacy.opened_on is 'Day of the contact';
comment on column candidacy.information_on is 'Day of the information (S3)';
comment on column candidacy.counsellor_id is 'Counsellor who gave it';
comment on column candidacy.consent_on is 'Day of the candidate''s consent';
comment on column candidacy.cycle_start_date is 'Last sitting of the prior evaluation (A1)';
comment on column candidacy.deadline_date is 'Five years later, that day included (9.4); a function of cycle_start_date';
comment on column candidacy.previous_candidacy_id is 'The closed cycle this one follows (T30)';
comment on column candidacy.answer_by_date is 'While deferred: last day to answer the commission';
comment on column candidacy.is_certificate_annulled is 'Its certificate was annulled: it no longer counts as certified';
comment on column candidacy.last_activity_on is 'Day of the last act, for the sweeps';
comment on column candidacy.version is 'Version of the whole aggregate, moved by every change, from the version that was read';
comment on column candidacy.created_at is 'Bookkeeping';

-- Decision 16: from INFORMED on, and ABANDONED.
create unique index candidacy_one_live on candidacy (candidate_id, referential_code)
    where state in ('INFORMED', 'PRIOR_IN_PROGRESS', 'PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING',
        'FINAL_READY', 'FINAL_IN_PROGRESS', 'FINAL_COMPLETED', 'JURY_READY', 'SUBMITTED', 'ON_AGENDA', 'DEFERRED', 'ABANDONED');
create unique index candidacy_one_certified on candidacy (candidate_id, referential_code)
    where state = 'CERTIFIED' and not is_certificate_annulled;
create index candidacy_by_candidate on candidacy (candidate_id, referential_code);
create index candidacy_by_owner on candidacy (owner_org_id, id);
create index candidacy_by_owner_state on candidacy (owner_org_id, state, id);
create index candidacy_by_owner_deadline on candidacy (owner_org_id, deadline_date, id) where deadline_date is not null;
create index candidacy_by_deadline on candidacy (deadline_date, id) where state in ('PRIOR_COMPLETED', 'PARTIAL',
    'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS', 'JURY_READY', 'ABANDONED');
create index candidacy_by_activity on candidacy (last_activity_on, id) where state in ('CONTACT', 'INFORMED', 'PRIOR_IN_PROGRESS');
create index candidacy_by_state on candidacy (state, id);
create index candidacy_by_previous on candidacy (previous_candidacy_id) where previous_candidacy_id is not null;

create table candidacy_access (
    candidacy_id uuid not null constraint candidacy_access_candidacy references candidacy,
    scope        text not null constraint candidacy_access_scope check (scope in ('ORGANISM', 'COMMISSION', 'CANDIDATE')),
    scope_id     uuid not null,
    candidate_id uuid not null,
    can_write    boolean not null,
    constraint candidacy_access_pk primary key (candidacy_id, scope, scope_id)
);
comment on table candidacy_access is 'Who sees a candidacy; kept by triggers only. The network reads through the row of the owner';
comment on column candidacy_access.candidacy_id is 'The candidacy';
comment on column candidacy_access.scope is 'ORGANISM, COMMISSION or CANDIDATE';
comment on column candidacy_access.scope_id is 'Which one';
comment on column candidacy_access.candidate_id is 'Its candidate, so that his identity follows the same rule';
comment on column candidacy_access.can_write is 'True for the owner, the candidate and the commission while it holds the file; false for a former owner';
create index candidacy_access_by_scope on candidacy_access (scope, scope_id, candidacy_id);
create index candidacy_access_by_candidate on candidacy_access (candidate_id, scope, scope_id);

create table cycle_person (
    candidacy_id uuid not null constraint cycle_person_candidacy references candidacy,
    human_id     uuid not null constraint cycle_person_human references person,
    role         text not null constraint cycle_person_role check (role in ('EVALUATOR', 'TRAINER')),
    constraint cycle_person_one_role primary key (candidacy_id, human_id),
    constraint cycle_person_in_role unique (candidacy_id, human_id, role)
);
comment on table cycle_person is 'In one cycle one human is evaluator or trainer, never both (S6): filled by triggers, pointed at by every sitting and module';
comment on column cycle_person.candidacy_id is 'The cycle';
comment on column cycle_person.human_id is 'The human, whatever his accounts';
comment on column cycle_person.role is 'EVALUATOR or TRAINER';
create index cycle_person_by_human on cycle_person (human_id);

create table evaluation (
    id                 uuid not null constraint evaluation_pk primary key,
    candidacy_id       uuid not null constraint evaluation_candidacy references candidacy,
    kind               text not null constraint evaluation_kind check (kind in ('PRIOR', 'FINAL')),
    ordinal            int not null constraint evaluation_ordinal_positive check (ordinal >= 1),
    org_id             uuid not null constraint evaluation_organism references organism,
    method_id          uuid constraint evaluation_method_used references evaluation_method,
    path_id            uuid,
    scope_mask         bigint not null,
    results            text not null constraint evaluation_results check (results ~ '^[VNE-]*$'),
    subdomain_statuses text constraint evaluation_subdomain_statuses check (subdomain_statuses ~ '^[VN-]*$'),
    completed_on       date,
    completed_by       uuid constraint evaluation_completed_by references person,
    restituted_on      date,
    restituted_by      uuid constraint evaluation_restituted_by references person,
    annulled_on        date,
    annulled_by        uuid constraint evaluation_annulled_by references person,
    annul_reason       text,
    version            int not null default 1,
    created_at         timestamptz not null default clock_timestamp(),
    constraint evaluation_of_candidacy unique (id, candidacy_id),
    constraint evaluation_one_ordinal unique (candidacy_id, ordinal),
    constraint evaluation_completion check ((completed_on is null) = (completed_by is null)
        and (completed_on is null) = (subdomain_statuses is null)),
    constraint evaluation_restitution check (restituted_on is null or completed_on is not null),
    constraint evaluation_annulment check ((annulled_on is null) = (annul_reason is null))
);
comment on table evaluation is 'Prior or final evaluation, with one status a result item in référentiel order';
comment on column evaluation.id is 'UUIDv7';
comment on column evaluation.candidacy_id is 'Its candidacy';
comment on column evaluation.kind is 'PRIOR (préalable) or FINAL (finale)';
comment on column evaluation.ordinal is 'Order in the cycle, from 1';
comment on column evaluation.org_id is 'Organism that evaluates; never rewritten by a transfer';
comment on column evaluation.method_id is 'Method of the network or branch';
comment on column evaluation.path_id is 'The closed path a final evaluation follows';
comment on column evaluation.scope_mask is 'Bit k = the k-th sub-domain of the pinned version is evaluated here';
comment on column evaluation.results is 'One character an item: V validated, N not validated, E not evaluated, - none or out of scope';
comment on column evaluation.subdomain_statuses is 'At completion, one character a sub-domain: V, N or - (out of scope)';
comment on column evaluation.completed_on is 'Day of completion: results are frozen from then on';
comment on column evaluation.completed_by is 'Evaluator who completed it';
comment on column evaluation.restituted_on is 'Day the results were given back';
comment on column evaluation.restituted_by is 'Who gave them back';
comment on column evaluation.annulled_on is 'Annulled by the certifier: its validations no longer count';
comment on column evaluation.annulled_by is 'Who annulled it';
comment on column evaluation.annul_reason is 'Why';
comment on column evaluation.version is 'Moves with each save; the ETag is the candidacy''s';
comment on column evaluation.created_at is 'Bookkeeping';
create unique index evaluation_one_prior on evaluation (candidacy_id) where kind = 'PRIOR' and annulled_on is null;
create unique index evaluation_one_open on evaluation (candidacy_id) where completed_on is null and annulled_on is null;
create index evaluation_by_organism on evaluation (org_id, completed_on);

create table sitting (
    id                 uuid not null constraint sitting_pk primary key,
    evaluation_id      uuid not null,
    candidacy_id       uuid not null,
    held_on            date not null,
    starts_at          timestamptz,
    ends_at            timestamptz,
    time_zone          text not null default 'Europe/Paris',
    modality           text not null constraint sitting_modality check (modality in ('ON_SITE', 'REMOTE', 'MIXED')),
    place              text,
    site_id            uuid,
    evaluator_id       uuid not null constraint sitting_evaluator references person,
    evaluator_human_id uuid not null,
    evaluator_role     text not null default 'EVALUATOR' constraint sitting_evaluator_role check (evaluator_role = 'EVALUATOR'),
    acting_org_id      uuid not null constraint sitting_organism references organism,
    created_at         timestamptz not null default clock_timestamp(),
    constraint sitting_evaluation foreign key (evaluation_id, candidacy_id) references evaluation (id, candidacy_id),
    constraint sitting_site foreign key (site_id, acting_org_id) references site (id, organism_id),
    constraint sitting_evaluator_is_trainer foreign key (candidacy_id, evaluator_human_id, evaluator_role)
        references cycle_person (candidacy_id, human_id, role),
    constraint sitting_times check (ends_at > starts_at)
);
comment on table sitting is 'One day of an evaluation (séance), S8; may be planned ahead';
comment on column sitting.id is 'UUIDv7';
comment on column sitting.evaluation_id is 'Its evaluation';
comment on column sitting.candidacy_id is 'Its candidacy';
comment on column sitting.held_on is 'Civil date in Europe/Paris';
comment on column sitting.starts_at is 'Instant, if known';
comment on column sitting.ends_at is 'Instant, if known';
comment on column sitting.time_zone is 'IANA zone of the place';
comment on column sitting.modality is 'ON_SITE, REMOTE or MIXED';
comment on column sitting.place is 'Free words when there is no site';
comment on column sitting.site_id is 'Site of the acting organism';
comment on column sitting.evaluator_id is 'Evaluator';
comment on column sitting.evaluator_human_id is 'The human behind, written by a trigger';
comment on column sitting.evaluator_role is 'Always EVALUATOR: third column of the separation key';
comment on column sitting.acting_org_id is 'Organism that holds it; never rewritten';
comment on column sitting.created_at is 'Bookkeeping';
create index sitting_by_evaluation on sitting (evaluation_id, held_on);
create index sitting_by_candidacy on sitting (candidacy_id, held_on);
create index sitting_by_evaluator on sitting (evaluator_id, held_on);
create index sitting_by_cycle_person on sitting (candidacy_id, evaluator_human_id);

create table evidence_note (
    evaluation_id uuid not null,
    candidacy_id  uuid not null,
    item_code     text not null,
    note          text not null constraint evidence_note_length check (char_length(note) between 1 and 2000),
    person_id     uuid constraint evidence_note_person references person,
    written_at    timestamptz not null default clock_timestamp(),
    constraint evidence_note_pk primary key (evaluation_id, item_code),
    constraint evidence_note_evaluation foreign key (evaluation_id, candidacy_id) references evaluation (id, candidacy_id)
);
comment on table evidence_note is 'Words of the evaluator on one item; sparse, erased two years after the final decision';
comment on column evidence_note.evaluation_id is 'Its evaluation';
comment on column evidence_note.candidacy_id is 'Its candidacy';
comment on column evidence_note.item_code is 'Code of the item';
comment on column evidence_note.note is 'Text; never copied to an event';
comment on column evidence_note.person_id is 'Author';
comment on column evidence_note.written_at is 'When';

create table restitution (
    evaluation_id uuid not null constraint restitution_pk primary key,
    candidacy_id  uuid not null,
    given_on      date not null,
    given_by      uuid not null constraint restitution_person references person,
    acting_org_id uuid not null constraint restitution_organism references organism,
    modality      text constraint restitution_modality check (modality in ('ON_SITE', 'REMOTE', 'MIXED')),
    synthesis     text constraint restitution_synthesis check (char_length(synthesis) <= 10000),
    created_at    timestamptz not null default clock_timestamp(),
    constraint restitution_evaluation foreign key (evaluation_id, candidacy_id) references evaluation (id, candidacy_id)
);
comment on table restitution is 'Results given back to the candidate (S4); the attestation is drawn from it';
comment on column restitution.evaluation_id is 'The evaluation; one restitution each';
comment on column restitution.candidacy_id is 'Its candidacy';
comment on column restitution.given_on is 'Day';
comment on column restitution.given_by is 'Who gave them';
comment on column restitution.acting_org_id is 'Organism';
comment on column restitution.modality is 'ON_SITE, REMOTE or MIXED';
comment on column restitution.synthesis is 'Evaluator''s synthesis';
comment on column restitution.created_at is 'Bookkeeping';

create table portfolio (
    id             uuid not null constraint portfolio_pk primary key,
    candidacy_id   uuid not null constraint portfolio_candidacy references candidacy,
    ordinal        int not null,
    issued_on      date not null,
    issued_by      uuid constraint portfolio_person references person,
    acting_org_id  uuid not null constraint portfolio_organism references organism,
    valid_until    date,
    subdomain_mask bigint not null constraint portfolio_validated check (subdomain_mask <> 0),
    content        jsonb not null,
    created_at     timestamptz not null default clock_timestamp(),
    constraint portfolio_one_ordinal unique (candidacy_id, ordinal)
);
comment on table portfolio is 'Portefeuille de compétences: what is validated, never what is not (S10); each issue is kept';
comment on column portfolio.id is 'UUIDv7';
comment on column portfolio.candidacy_id is 'Its candidacy';
comment on column portfolio.ordinal is 'Issue number';
comment on column portfolio.issued_on is 'Day of issue';
comment on column portfolio.issued_by is 'Who issued it';
comment on column portfolio.acting_org_id is 'Organism';
comment on column portfolio.valid_until is 'The deadline of the cycle';
comment on column portfolio.subdomain_mask is 'Sub-domains validated that day; at least one';
comment on column portfolio.content is 'The document, as data';
comment on column portfolio.created_at is 'Bookkeeping';

create table path (
    id                 uuid not null constraint path_pk primary key,
    candidacy_id       uuid not null constraint path_candidacy references candidacy,
    ordinal            int not null,
    training_org_id    uuid not null constraint path_training_organism references organism,
    status             text not null default 'PROPOSED' constraint path_status
                       check (status in ('PROPOSED', 'ACCEPTED', 'DECLINED', 'CLOSED', 'INTERRUPTED')),
    proposed_on        date not null,
    proposed_by        uuid constraint path_proposed_by references person,
    acting_org_id      uuid not null constraint path_acting_organism references organism,
    answered_on        date,
    answered_by        uuid constraint path_answered_by references person,
    answer_proof       text,
    planned_start_date date not null,
    planned_end_date   date not null,
    closed_on          date,
    closed_by          uuid constraint path_closed_by references person,
    interrupted_on     date,
    interrupt_reason   text,
    created_at         timestamptz not null default clock_timestamp(),
    constraint path_of_candidacy unique (id, candidacy_id),
    constraint path_one_ordinal unique (candidacy_id, ordinal),
    constraint path_planned check (planned_end_date >= planned_start_date),
    constraint path_answered check ((status = 'PROPOSED') = (answered_on is null)),
    constraint path_closed check ((status = 'CLOSED') = (closed_on is not null)),
    constraint path_interrupted check ((status = 'INTERRUPTED') = (interrupted_on is not null and interrupt_reason is not null))
);
comment on table path is 'Individual training path (parcours individualisé), proposed for the missing domains (S5)';
comment on column path.id is 'UUIDv7';
comment on column path.candidacy_id is 'Its candidacy';
comment on column path.ordinal is 'Order in the cycle, from 1';
comment on column path.training_org_id is 'Training organism in charge';
comment on column path.status is 'PROPOSED, ACCEPTED, DECLINED, CLOSED or INTERRUPTED';
comment on column path.proposed_on is 'Day of the proposal';
comment on column path.proposed_by is 'Who proposed it';
comment on column path.acting_org_id is 'Organism that proposed it';
comment on column path.answered_on is 'Day of the candidate''s answer';
comment on column path.answered_by is 'Staff member who recorded the answer; null when the candidate answered himself';
comment on column path.answer_proof is 'Proof when a member of staff answered on his behalf';
comment on column path.planned_start_date is 'Planned first day';
comment on column path.planned_end_date is 'Planned last day, at most the deadline';
comment on column path.closed_on is 'Day of closing: final sittings are on or after it';
comment on column path.closed_by is 'Who closed it';
comment on column path.interrupted_on is 'Day of interruption';
comment on column path.interrupt_reason is 'Why';
comment on column path.created_at is 'Bookkeeping';
create unique index path_one_live on path (candidacy_id) where status in ('PROPOSED', 'ACCEPTED');
create index path_by_training_organism on path (training_org_id, status);
alter table evaluation add constraint evaluation_path foreign key (path_id, candidacy_id) references path (id, candidacy_id);

create table path_module (
    id                 uuid not null constraint path_module_pk primary key,
    path_id            uuid not null,
    candidacy_id       uuid not null,
    domain_code        text not null,
    title              text,
    hours              int not null constraint path_module_hours check (hours between 0 and 2000),
    trainer_id         uuid not null constraint path_module_trainer references person,
    trainer_human_id   uuid not null,
    trainer_role       text not null default 'TRAINER' constraint path_module_trainer_role check (trainer_role = 'TRAINER'),
    training_org_id    uuid not null constraint path_module_organism references organism,
    planned_start_date date,
    planned_end_date   date,
    status             text not null default 'OPEN' constraint path_module_status check (status in ('OPEN', 'DONE', 'WAIVED')),
    waive_reason       text,
    closed_on          date,
    closed_by          uuid constraint path_module_closed_by references person,
    attended_hours     int not null default 0 constraint path_module_attended_hours check (attended_hours >= 0),
    created_at         timestamptz not null default clock_timestamp(),
    constraint path_module_path foreign key (path_id, candidacy_id) references path (id, candidacy_id),
    constraint path_module_trainer_is_evaluator foreign key (candidacy_id, trainer_human_id, trainer_role)
        references cycle_person (candidacy_id, human_id, role),
    constraint path_module_planned check (planned_end_date >= planned_start_date),
    constraint path_module_closed check ((status = 'OPEN') = (closed_on is null)),
    constraint path_module_waived check ((status = 'WAIVED') = (waive_reason is not null))
);
comment on table path_module is 'Training module of a path, for one missing domain';
comment on column path_module.id is 'UUIDv7';
comment on column path_module.path_id is 'Its path';
comment on column path_module.candidacy_id is 'Its candidacy';
comment on column path_module.domain_code is 'Domain it prepares';
comment on column path_module.title is 'Title';
comment on column path_module.hours is 'Planned hours';
comment on column path_module.trainer_id is 'Trainer';
comment on column path_module.trainer_human_id is 'The human behind, written by a trigger';
comment on column path_module.trainer_role is 'Always TRAINER: third column of the separation key';
comment on column path_module.training_org_id is 'Organism that trains';
comment on column path_module.planned_start_date is 'Planned first day';
comment on column path_module.planned_end_date is 'Planned last day';
comment on column path_module.status is 'OPEN, DONE or WAIVED';
comment on column path_module.waive_reason is 'Why it was waived';
comment on column path_module.closed_on is 'Day it was closed or waived';
comment on column path_module.closed_by is 'Who closed it';
comment on column path_module.attended_hours is 'Hours attended so far';
comment on column path_module.created_at is 'Bookkeeping';
create index path_module_by_path on path_module (path_id, domain_code);
create index path_module_by_candidacy on path_module (candidacy_id);
create index path_module_by_trainer on path_module (trainer_id);
create index path_module_by_cycle_person on path_module (candidacy_id, trainer_human_id);

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

create table candidacy_event (
    id            uuid not null constraint candidacy_event_pk primary key,
    candidacy_id  uuid not null constraint candidacy_event_candidacy references candidacy,
    sequence      int not null,
    event         text not null,
    from_state    text not null,
    to_state      text not null,
    occurred_on   date not null,
    recorded_at   timestamptz not null default clock_timestamp(),
    acting_org_id uuid constraint candidacy_event_organism references organism,
    person_id     uuid constraint candidacy_event_person references person,
    credential_id uuid,
    reason        text,
    data          jsonb not null default '{}',
    state_after   jsonb not null default '{}',
    constraint candidacy_event_one_sequence unique (candidacy_id, sequence),
    constraint candidacy_event_legal foreign key (from_state, event, to_state) references candidacy_transition
);
comment on table candidacy_event is 'Pedagogical log: append-only; replaying it gives the live candidacy again. No identity, no note text';
comment on column candidacy_event.id is 'UUIDv7';
comment on column candidacy_event.candidacy_id is 'Its candidacy';
comment on column candidacy_event.sequence is 'Order in the candidacy; given by a trigger when null';
comment on column candidacy_event.event is 'Event';
comment on column candidacy_event.from_state is 'State before; NONE for the opening';
comment on column candidacy_event.to_state is 'State after';
comment on column candidacy_event.occurred_on is 'Day of the act';
comment on column candidacy_event.recorded_at is 'When it was written';
comment on column candidacy_event.acting_org_id is 'Organism that acted; null for a commission, the certifier or the system';
comment on column candidacy_event.person_id is 'Person who acted';
comment on column candidacy_event.credential_id is 'Key or token used';
comment on column candidacy_event.reason is 'Reason code, when the rule asks for one';
comment on column candidacy_event.data is 'Ids and values of the act: dates, results, modules, masks';
comment on column candidacy_event.state_after is 'Columns of candidacy this event changed, with their new values: the replay applies them in order';

create table subdomain_voiding (
    id                       uuid not null constraint subdomain_voiding_pk primary key,
    candidacy_id             uuid not null constraint subdomain_voiding_candidacy references candidacy,
    decision_id              uuid not null,
    domain_codes             text[] not null constraint subdomain_voiding_domains check (cardinality(domain_codes) > 0),
    subdomain_mask           bigint not null constraint subdomain_voiding_mask check (subdomain_mask <> 0),
    voided_on                date not null,
    after_evaluation_ordinal int not null,
    created_at               timestamptz not null default clock_timestamp()
);
comment on table subdomain_voiding is 'A refusal voids all sub-domains of the domains it names (T23, decision 12)';
comment on column subdomain_voiding.id is 'UUIDv7';
comment on column subdomain_voiding.candidacy_id is 'Its candidacy';
comment on column subdomain_voiding.decision_id is 'The refusal';
comment on column subdomain_voiding.domain_codes is 'Domains named';
comment on column subdomain_voiding.subdomain_mask is 'Their sub-domains';
comment on column subdomain_voiding.voided_on is 'Day of the session';
comment on column subdomain_voiding.after_evaluation_ordinal is 'Only later evaluations may validate them again';
comment on column subdomain_voiding.created_at is 'Bookkeeping';
create index subdomain_voiding_by_candidacy on subdomain_voiding (candidacy_id);

-- One row a result, for reports and people; the server reads the array.
create view evaluation_result with (security_invoker) as
select e.id as evaluation_id, e.candidacy_id, e.kind, item.position::int as position, item.code as item_code,
       case substr(e.results, item.position::int, 1)
           when 'V' then 'VALIDATED' when 'N' then 'NOT_VALIDATED' when 'E' then 'NOT_EVALUATED' end as status
from evaluation e
join candidacy c on c.id = e.candidacy_id
join referential_version r on r.id = c.referential_version_id
cross join unnest(r.item_codes) with ordinality as item(code, position);
comment on view evaluation_result is 'One row a result item of each evaluation, in référentiel order';
comment on column evaluation_result.evaluation_id is 'The evaluation';
comment on column evaluation_result.candidacy_id is 'Its candidacy';
comment on column evaluation_result.kind is 'PRIOR or FINAL';
comment on column evaluation_result.position is 'Place of the item, from 1';
comment on column evaluation_result.item_code is 'Code of the item';
comment on column evaluation_result.status is 'VALIDATED, NOT_VALIDATED, NOT_EVALUATED; null when none or out of scope';

grant select on candidacy_state, candidacy_transition, candidacy, candidacy_access, cycle_person, evaluation, sitting, evidence_note,
    restitution, portfolio, path, path_module, file, file_document, candidacy_event, subdomain_voiding, evaluation_result
    to clea_app, clea_read, clea_auditor;
grant insert on candidacy, evaluation, sitting, evidence_note, restitution, portfolio, path, path_module, file,
    file_document, candidacy_event, subdomain_voiding to clea_app;
grant update on candidacy, evaluation, sitting, evidence_note, path, path_module, file to clea_app;
grant delete on sitting, evidence_note, path_module, file_document to clea_app;
