-- 0006 what happens in a cycle: evaluations and their sittings, paths and their modules, what was voided, who pays, what
-- was adjusted.

set local role clea_owner;

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
    stricter_min_pct   int constraint evaluation_stricter_min_pct check (stricter_min_pct between 1 and 100),
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
comment on column evaluation.stricter_min_pct is
    'Percentage that every sub-domain had to reach at the completion, where the stricter policy was on; null = thresholds of the version';
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
    -- A path that stops before the candidate has answered has no day of an answer.
    constraint path_answered check (status = 'INTERRUPTED' or (status = 'PROPOSED') = (answered_on is null)),
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
    constraint path_module_waived check ((status = 'WAIVED') = (waive_reason is not null)),
    constraint path_module_of_candidacy unique (id, candidacy_id)
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

create table funding (
    id               uuid not null constraint funding_pk primary key,
    candidacy_id     uuid not null constraint funding_candidacy references candidacy,
    step             text not null constraint funding_step check (step in ('PRIOR', 'MODULE', 'FINAL')),
    module_id        uuid,
    funder_type      text not null constraint funding_funder_type check (funder_type in
                     ('CPF', 'OPCO', 'FRANCE_TRAVAIL', 'REGION', 'EMPLOYER', 'TRANSITIONS_PRO', 'AGEFIPH', 'SELF', 'OTHER')),
    agreement_number text constraint funding_agreement_number check (char_length(agreement_number) between 1 and 60),
    amount_cents     bigint constraint funding_amount check (amount_cents between 0 and 100000000000),
    vat_rate_bp      int constraint funding_vat_rate check (vat_rate_bp between 0 and 10000),
    currency         text not null default 'EUR' constraint funding_currency check (currency = 'EUR'),
    hours            int constraint funding_hours check (hours between 0 and 10000),
    valid_from       date,
    valid_to         date,
    acting_org_id    uuid not null constraint funding_organism references organism,
    recorded_by      uuid constraint funding_recorded_by references person,
    version          int not null default 1,
    created_at       timestamptz not null default clock_timestamp(),
    constraint funding_module foreign key (module_id, candidacy_id) references path_module (id, candidacy_id),
    constraint funding_module_of_step check (module_id is null or step = 'MODULE'),
    constraint funding_period check (valid_to >= valid_from)
);
comment on table funding is 'Who pays a step (section 5). Beside the candidacy, with a version of its own: it never claims the root, so that money neither blocks nor moves anything (invariant 30)';
comment on column funding.id is 'UUIDv7';
comment on column funding.candidacy_id is 'The candidacy';
comment on column funding.step is 'PRIOR evaluation, MODULE of a path, or FINAL evaluation';
comment on column funding.module_id is 'The module; null = all of them';
comment on column funding.funder_type is 'Kind of funder';
comment on column funding.agreement_number is 'Number of the agreement (prise en charge)';
comment on column funding.amount_cents is 'Amount excluding VAT, in cents; null = not known yet';
comment on column funding.vat_rate_bp is 'VAT rate in hundredths of a percent: 2000 = 20 %';
comment on column funding.currency is 'EUR';
comment on column funding.hours is 'Hours paid for';
comment on column funding.valid_from is 'First day of the agreement';
comment on column funding.valid_to is 'Last day, included';
comment on column funding.acting_org_id is 'Organism that recorded it; it keeps reading it after a transfer';
comment on column funding.recorded_by is 'Who recorded it';
comment on column funding.version is 'For If-Match';
comment on column funding.created_at is 'Bookkeeping';
create index funding_by_candidacy on funding (candidacy_id, id);
create index funding_by_module on funding (module_id) where module_id is not null;

create table adjustment (
    candidacy_id    uuid not null constraint adjustment_pk primary key constraint adjustment_candidacy references candidacy,
    has_adjustments boolean not null,
    need            text constraint adjustment_need check (char_length(need) between 1 and 2000),
    acting_org_id   uuid constraint adjustment_organism references organism,
    recorded_by     uuid constraint adjustment_recorded_by references person,
    version         int not null,
    recorded_at     timestamptz not null default clock_timestamp(),
    constraint adjustment_need_of_some check (has_adjustments or need is null)
);
comment on table adjustment is 'Adjustments for a disability (6.4): for the organism in charge and the candidate, nobody else, the certifier and auditors included';
comment on column adjustment.candidacy_id is 'The candidacy';
comment on column adjustment.has_adjustments is 'Whether the candidate needs any';
comment on column adjustment.need is 'What is needed; data on health: never copied to an event, the audit or a log';
comment on column adjustment.acting_org_id is 'Organism that recorded it; null = the candidate himself';
comment on column adjustment.recorded_by is 'Who recorded it';
comment on column adjustment.version is 'For If-Match; 1 stands for nothing recorded, so the first row is 2';
comment on column adjustment.recorded_at is 'When';

do $$
declare
    name text;
begin
    foreach name in array array['cycle_person', 'evaluation', 'sitting', 'evidence_note', 'restitution', 'portfolio',
        'path', 'path_module', 'subdomain_voiding', 'funding', 'adjustment'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
