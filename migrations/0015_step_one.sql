-- 0015 around the evaluations: appointments of step 1, funding of the steps, adjustments for a disability, and what is left of
-- the five years.

set local role clea_owner;

-- Appointments ---------------------------------------------------------------------------------------------------------

create table appointment_transition (
    from_state text not null,
    event      text not null,
    to_state   text not null,
    constraint appointment_transition_pk primary key (from_state, event)
);
comment on table appointment_transition is 'Every legal move of an appointment; what ended never moves again';
comment on column appointment_transition.from_state is 'State before; NONE for the planning';
comment on column appointment_transition.event is 'Event';
comment on column appointment_transition.to_state is 'State after';
insert into appointment_transition (from_state, event, to_state) values
    ('NONE', 'PLAN', 'PLANNED'),
    ('PLANNED', 'DONE', 'DONE'),
    ('PLANNED', 'MISSED', 'MISSED'),
    ('PLANNED', 'CANCEL', 'CANCELLED'),
    ('PLANNED', 'RESCHEDULE', 'PLANNED');

create table appointment (
    id               uuid not null constraint appointment_pk primary key,
    organism_id      uuid not null constraint appointment_organism references organism,
    candidate_id     uuid not null constraint appointment_candidate references candidate,
    candidacy_id     uuid constraint appointment_candidacy references candidacy,
    site_id          uuid,
    counsellor_id    uuid not null constraint appointment_counsellor references person,
    kind             text not null constraint appointment_kind check (kind in ('INFORMATION', 'RESTITUTION', 'OTHER')),
    starts_at        timestamptz not null,
    time_zone        text not null,
    duration_minutes int not null constraint appointment_duration check (duration_minutes between 5 and 1440),
    modality         text not null default 'ON_SITE'
                     constraint appointment_modality check (modality in ('ON_SITE', 'REMOTE', 'MIXED')),
    place            text constraint appointment_place check (char_length(place) between 1 and 200),
    state            text not null default 'PLANNED'
                     constraint appointment_state check (state in ('PLANNED', 'DONE', 'MISSED', 'CANCELLED')),
    cancel_reason    text constraint appointment_cancel_reason check (char_length(cancel_reason) between 1 and 1000),
    version          int not null default 1,
    changed_at       timestamptz not null default clock_timestamp(),
    created_at       timestamptz not null default clock_timestamp(),
    constraint appointment_site foreign key (site_id, organism_id) references site (id, organism_id),
    constraint appointment_cancelled_why check ((state = 'CANCELLED') = (cancel_reason is not null))
);
comment on table appointment is 'Appointment of a candidate with an organism (step 1): the organism''s own, before any candidacy and beside it';
comment on column appointment.id is 'UUIDv7; the UID of calendars';
comment on column appointment.organism_id is 'The organism that receives';
comment on column appointment.candidate_id is 'The candidate';
comment on column appointment.candidacy_id is 'The candidacy it is about, once there is one';
comment on column appointment.site_id is 'Site of the organism';
comment on column appointment.counsellor_id is 'Who receives; of the organism on that day';
comment on column appointment.kind is 'INFORMATION (the initial one), RESTITUTION or OTHER';
comment on column appointment.starts_at is 'Beginning';
comment on column appointment.time_zone is 'IANA zone in which it is told; rules stay in Europe/Paris';
comment on column appointment.duration_minutes is 'How long';
comment on column appointment.modality is 'ON_SITE, REMOTE or MIXED';
comment on column appointment.place is 'Where';
comment on column appointment.state is 'PLANNED, DONE, MISSED or CANCELLED';
comment on column appointment.cancel_reason is 'Why it was cancelled';
comment on column appointment.version is 'For If-Match; the SEQUENCE of calendars';
comment on column appointment.changed_at is 'Last change; the DTSTAMP of calendars';
comment on column appointment.created_at is 'Bookkeeping';
create index appointment_by_organism on appointment (organism_id, starts_at, id);
create index appointment_by_candidate on appointment (candidate_id, starts_at);
create index appointment_by_candidacy on appointment (candidacy_id) where candidacy_id is not null;
-- E4.24: a candidate is informed once by an organism; a second initial appointment is a mistake of two desks.
create unique index appointment_one_initial on appointment (organism_id, candidate_id)
    where kind = 'INFORMATION' and state = 'PLANNED';

create function appointment_guard() returns trigger language plpgsql as $$
begin
    if new.candidacy_id is not null and not exists (
        select from candidacy c where c.id = new.candidacy_id and c.candidate_id = new.candidate_id) then
        perform refuse('appointment_candidacy_of_candidate', 'appointment', 'the candidacy is of another candidate');
    end if;
    if tg_op = 'INSERT' then
        if not exists (select from appointment_transition t where t.from_state = 'NONE' and t.to_state = new.state) then
            perform refuse('appointment_transition_legal', 'appointment', 'an appointment does not begin as ' || new.state);
        end if;
        return new;
    end if;
    if not exists (select from appointment_transition t where t.from_state = old.state and t.to_state = new.state) then
        perform refuse('appointment_transition_legal', 'appointment', 'no move leads from ' || old.state || ' to ' || new.state);
    end if;
    if (new.id, new.organism_id, new.candidate_id, new.created_at)
       is distinct from (old.id, old.organism_id, old.candidate_id, old.created_at) then
        perform refuse('appointment_root_fixed', 'appointment', 'who meets whom never changes');
    end if;
    new.changed_at := clock_timestamp();
    return new;
end
$$;
comment on function appointment_guard() is 'Legal moves only; an appointment that ended stays as it is';
create trigger appointment_moves before insert or update on appointment for each row execute function appointment_guard();
create trigger appointment_version before update on appointment for each row execute function bump_version();

-- Funding --------------------------------------------------------------------------------------------------------------

alter table path_module add constraint path_module_of_candidacy unique (id, candidacy_id);

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

create function funding_guard() returns trigger language plpgsql as $$
begin
    if (new.id, new.candidacy_id, new.acting_org_id, new.created_at)
       is distinct from (old.id, old.candidacy_id, old.acting_org_id, old.created_at) then
        perform refuse('funding_root_fixed', 'funding', 'a funding stays with its candidacy');
    end if;
    return new;
end
$$;
comment on function funding_guard() is 'What a funding belongs to never changes';
create trigger funding_fixed before update on funding for each row execute function funding_guard();
create trigger funding_version before update on funding for each row execute function bump_version();

-- Adjustments ----------------------------------------------------------------------------------------------------------

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

-- Deadlines ------------------------------------------------------------------------------------------------------------

alter table candidacy_state add column next_event text;
comment on column candidacy_state.next_event is 'The event that the main route waits for in this state; null = none any more';
update candidacy_state s set next_event = r.event
from (values
    ('CONTACT', 'RECORD_INFORMATION'), ('INFORMED', 'START_PRIOR'), ('PRIOR_IN_PROGRESS', 'COMPLETE_PRIOR'),
    ('PRIOR_COMPLETED', 'RECORD_RESTITUTION'), ('PARTIAL', 'PROPOSE_PATH'), ('PATH_PROPOSED', 'ACCEPT_PATH'),
    ('IN_TRAINING', 'CLOSE_PATH'), ('FINAL_READY', 'START_FINAL'), ('FINAL_IN_PROGRESS', 'COMPLETE_FINAL'),
    ('FINAL_COMPLETED', 'RECORD_RESTITUTION'), ('JURY_READY', 'SUBMIT_FILE'), ('SUBMITTED', 'PUT_ON_AGENDA'),
    ('ON_AGENDA', 'CERTIFY'), ('DEFERRED', 'ANSWER_COMPLEMENT'), ('ABANDONED', 'RESUME')) as r(state, event)
where r.state = s.state;

-- The states are those of T25; row-level security is that of who asks.
create view expiring_candidacy with (security_invoker = true) as
select c.id, c.reference, c.candidate_id, c.referential_code, c.owner_org_id, c.state, c.deadline_date, s.next_event, c.version,
       c.entered_on
from candidacy c
join candidacy_state s on s.state = c.state
where c.state in ('PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS', 'JURY_READY',
                  'ABANDONED')
  and c.deadline_date is not null
  and (c.state <> 'JURY_READY' or not exists (
       select from evaluation e where e.candidacy_id = c.id and e.kind = 'FINAL'
         and e.completed_on is not null and e.annulled_on is null));
comment on view expiring_candidacy is 'Candidacies that T25 can still expire, with what the main route waits for';

-- Asked by owner, so that candidacy_by_owner_deadline serves a plan that fits every scope.
create function deadline_owners(scope text, scope_id uuid) returns setof uuid language sql stable parallel safe rows 20 as $$
    select o.id from organism o where scope_sees_all(scope)
    union all
    select scope_id where scope = 'ORGANISM'
    union all
    select m.organism_id from network_membership m
    where scope = 'NETWORK' and m.network_id = scope_id
      and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day())
$$;
comment on function deadline_owners(text, uuid) is
    'Whose deadlines a scope follows: its own, those of its members of today, or everybody''s';

-- Who sees and writes --------------------------------------------------------------------------------------------------

do $$
declare
    name text;
begin
    foreach name in array array['appointment', 'funding', 'adjustment'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
    foreach name in array array['appointment', 'funding'] loop
        execute format('create policy %I on %I for select to clea_auditor using (true)', name || '_auditor', name);
    end loop;
    -- The three doors of a write to what the owner of a candidacy keeps.
    foreach name in array array['insert', 'update', 'delete'] loop
        execute format('create policy %I on funding for %s to clea_app %s (scope_writes_all(current_scope())'
                       || ' or (current_scope() = ''ORGANISM'' and exists (select from candidacy_access a'
                       || ' where a.candidacy_id = funding.candidacy_id and a.can_write and a.scope = ''ORGANISM'' offset 0)))',
                       'funding_' || name, name, case name when 'insert' then 'with check' else 'using' end);
    end loop;
    foreach name in array array['insert', 'update'] loop
        execute format('create policy %I on adjustment for %s to clea_app %s (current_scope() in (''ORGANISM'', ''CANDIDATE'')'
                       || ' and exists (select from candidacy_access a where a.candidacy_id = adjustment.candidacy_id'
                       || ' and a.can_write and a.scope = current_scope() offset 0))',
                       'adjustment_' || name, name, case name when 'insert' then 'with check' else 'using' end);
    end loop;
end
$$;

create policy appointment_read on appointment for select to clea_app, clea_read using (
    scope_sees_all(current_scope())
    or (current_scope() = 'ORGANISM' and organism_id = current_scope_id())
    or (current_scope() = 'CANDIDATE' and candidate_id = current_scope_id()));
create policy appointment_insert on appointment for insert to clea_app with check (
    scope_writes_all(current_scope()) or (current_scope() = 'ORGANISM' and organism_id = current_scope_id()));
create policy appointment_update on appointment for update to clea_app using (
    scope_writes_all(current_scope()) or (current_scope() = 'ORGANISM' and organism_id = current_scope_id()));

-- Amounts are not for the network nor the commission; who held the candidacy keeps what it recorded itself.
create policy funding_read on funding for select to clea_app, clea_read using (
    scope_sees_all(current_scope())
    or (current_scope() in ('ORGANISM', 'CANDIDATE') and exists (
        select from candidacy_access a
        where a.candidacy_id = funding.candidacy_id and a.scope = current_scope()
          and (a.can_write or funding.acting_org_id = current_scope_id()) offset 0)));

-- Not even scopes that see all: 6.4 restricts it to those who adapt the evaluation.
create policy adjustment_read on adjustment for select to clea_app, clea_read using (
    current_scope() in ('ORGANISM', 'CANDIDATE') and exists (
        select from candidacy_access a
        where a.candidacy_id = adjustment.candidacy_id and a.can_write and a.scope = current_scope() offset 0));

grant execute on function appointment_guard(), funding_guard() to clea_app;
grant execute on function deadline_owners(text, uuid) to clea_app, clea_read;
grant select on appointment_transition to clea_app, clea_read, clea_auditor;
grant select on expiring_candidacy to clea_app, clea_read, clea_auditor;
grant select on appointment, funding to clea_app, clea_read, clea_auditor;
grant select on adjustment to clea_app, clea_read;
grant insert, update on appointment, funding, adjustment to clea_app;
grant delete on funding to clea_app;
