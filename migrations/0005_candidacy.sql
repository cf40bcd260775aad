-- 0005 candidates and candidacies, the root that organisms own, with appointments before and transfers between organisms.
-- What hangs on a candidacy is changed only together with a claim of the root: candidacy.version moves by one; children
-- carry no version of their own but evaluation.

set local role clea_owner;

create table candidate (
    id                  uuid not null constraint candidate_pk primary key,
    reference           text not null constraint candidate_one_reference unique
                        constraint candidate_reference check (reference_is_valid(reference)),
    birth_name          text not null constraint candidate_birth_name check (char_length(birth_name) between 1 and 60),
    usage_name          text constraint candidate_usage_name check (char_length(usage_name) between 1 and 60),
    first_name_1        text not null constraint candidate_first_name_1 check (char_length(first_name_1) between 1 and 60),
    first_name_2        text constraint candidate_first_name_2 check (char_length(first_name_2) between 1 and 60),
    first_name_3        text constraint candidate_first_name_3 check (char_length(first_name_3) between 1 and 60),
    sex                 text constraint candidate_sex check (sex in ('M', 'F')),
    birth_year          int constraint candidate_birth_year check (birth_year between 1900 and 2100),
    birth_month         int constraint candidate_birth_month check (birth_month between 1 and 12),
    birth_day           int constraint candidate_birth_day check (birth_day between 1 and 31),
    birth_commune_insee text constraint candidate_birth_commune_insee check (char_length(birth_commune_insee) = 5),
    birth_postal_code   text constraint candidate_birth_postal_code check (char_length(birth_postal_code) <= 9),
    birth_commune_label text constraint candidate_birth_commune_label check (char_length(birth_commune_label) <= 40),
    birth_country_code  text constraint candidate_birth_country_code check (birth_country_code ~ '^[0-9]{3}$'),
    birth_country_label text constraint candidate_birth_country_label check (char_length(birth_country_label) <= 40),
    email               text constraint candidate_email check (char_length(email) <= 254),
    phone               text constraint candidate_phone check (char_length(phone) <= 30),
    address_line_1      text constraint candidate_address_line_1 check (char_length(address_line_1) <= 100),
    address_line_2      text constraint candidate_address_line_2 check (char_length(address_line_2) <= 100),
    postal_code         text constraint candidate_postal_code check (char_length(postal_code) <= 9),
    city                text constraint candidate_city check (char_length(city) <= 100),
    employment_status   text,
    branch_idcc         text constraint candidate_branch_idcc check (branch_idcc ~ '^[0-9]{1,4}$'),
    employer_siret      text constraint candidate_employer_siret check (employer_siret ~ '^[0-9]{14}$'),
    region              text,
    identity_key        text,
    search_name         text not null,
    name_rule           int not null,
    status              text not null default 'ACTIVE' constraint candidate_status check (status in ('ACTIVE', 'MERGED', 'ANONYMISED')),
    merged_into_id      uuid constraint candidate_merged_into references candidate
                        constraint candidate_merged_elsewhere check (merged_into_id <> id),
    created_by_org_id   uuid constraint candidate_created_by references organism,
    version             int not null default 1,
    created_at          timestamptz not null default clock_timestamp(),
    constraint candidate_merged_somewhere check ((status = 'MERGED') = (merged_into_id is not null))
);
comment on table candidate is 'The person who wants the certificate: national, seen only by those who have a candidacy of his (A37)';
comment on column candidate.id is 'UUIDv7';
comment on column candidate.reference is 'CAN reference';
comment on column candidate.birth_name is 'Nom de naissance';
comment on column candidate.usage_name is 'Nom d''usage';
comment on column candidate.first_name_1 is 'First first name';
comment on column candidate.first_name_2 is 'Second first name';
comment on column candidate.first_name_3 is 'Third first name';
comment on column candidate.sex is 'M or F, as the CPF file wants it';
comment on column candidate.birth_year is 'Year of birth';
comment on column candidate.birth_month is 'Month of birth; may be unknown';
comment on column candidate.birth_day is 'Day of birth; may be unknown';
comment on column candidate.birth_commune_insee is 'INSEE code of the birth commune; 99xxx abroad';
comment on column candidate.birth_postal_code is 'Postal code of the birth commune when the INSEE code is unknown';
comment on column candidate.birth_commune_label is 'Name of the birth commune';
comment on column candidate.birth_country_code is 'Three digits';
comment on column candidate.birth_country_label is 'Name of the birth country';
comment on column candidate.email is 'Contact';
comment on column candidate.phone is 'Contact';
comment on column candidate.address_line_1 is 'Contact';
comment on column candidate.address_line_2 is 'Contact';
comment on column candidate.postal_code is 'Contact';
comment on column candidate.city is 'Contact';
comment on column candidate.employment_status is 'Situation, from the vocabulary';
comment on column candidate.branch_idcc is 'IDCC of the employer''s branch, for routing to a commission';
comment on column candidate.employer_siret is 'Employer';
comment on column candidate.region is 'INSEE code of the region, for routing to a commission';
-- Written with the names by whoever writes them (lib/identity.h), so that the database has no rule of its own.
comment on column candidate.identity_key is 'What a full civil identity is compared by; null while a part is missing';
comment on column candidate.search_name is 'What birth name and first name are looked for by, a blank between the two';
comment on column candidate.name_rule is 'Version of the rule that made identity_key and search_name; clea-server recompute brings them up to it';
comment on column candidate.status is 'ACTIVE, MERGED or ANONYMISED';
comment on column candidate.merged_into_id is 'Where a merged record went';
comment on column candidate.created_by_org_id is 'Organism that entered it, and therefore sees it';
comment on column candidate.version is 'For If-Match';
comment on column candidate.created_at is 'Bookkeeping';
create unique index candidate_one_identity on candidate (identity_key) where status = 'ACTIVE';
create index candidate_by_creator on candidate (created_by_org_id, search_name, id);
create index candidate_by_survivor on candidate (merged_into_id) where merged_into_id is not null;

create table candidacy_state (
    state      text not null constraint candidacy_state_pk primary key,
    is_live    boolean not null,
    is_final   boolean not null,
    next_event text
);
comment on table candidacy_state is 'The nineteen states of a candidacy';
comment on column candidacy_state.state is 'Name on the wire';
comment on column candidacy_state.is_live is
    'Counts for the rule of one live candidacy: from INFORMED on, and ABANDONED once somebody was informed';
comment on column candidacy_state.is_final is 'Terminal; accepts no result any more';
comment on column candidacy_state.next_event is 'The event that the main route waits for in this state; null = none any more';

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
    previous_state         text constraint candidacy_previous_state_known references candidacy_state,
    cancel_reason          text constraint candidacy_cancel_reason check (cancel_reason in ('ERROR', 'DUPLICATE', 'FRAUD')),
    entered_on             date not null,
    is_opened_by_certifier boolean not null default false,
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
         or cycle_start_date is not null),
    constraint candidacy_abandoned_from check ((state = 'ABANDONED') = (previous_state is not null)),
    constraint candidacy_cancelled_why check ((state = 'CANCELLED') = (cancel_reason is not null))
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
comment on column candidacy.previous_state is 'While ABANDONED: the state that RESUME returns to (T28)';
comment on column candidacy.cancel_reason is 'While CANCELLED: ERROR, DUPLICATE or FRAUD (T29)';
-- The sweep counts from the day of entry: what is entered late is not closed under the hands of who enters it.
comment on column candidacy.entered_on is 'Day on which something was last entered, by the clock of the database: the patience of the sweep';
comment on column candidacy.is_opened_by_certifier is 'The certifier opened it for the organism: the only way in after fraud (T30)';
create unique index candidacy_one_certified on candidacy (candidate_id, referential_code)
    where state = 'CERTIFIED' and not is_certificate_annulled;
create index candidacy_by_candidate on candidacy (candidate_id, referential_code);
create index candidacy_by_owner on candidacy (owner_org_id, id);
create index candidacy_by_owner_state on candidacy (owner_org_id, state, id);
create index candidacy_by_owner_deadline on candidacy (owner_org_id, deadline_date, id) where deadline_date is not null;
create index candidacy_by_deadline on candidacy (deadline_date, id) where state in ('PRIOR_COMPLETED', 'PARTIAL',
    'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS', 'JURY_READY', 'ABANDONED');
create index candidacy_by_state on candidacy (state, id);
create index candidacy_by_previous on candidacy (previous_candidacy_id) where previous_candidacy_id is not null;
create index candidacy_by_entry on candidacy (entered_on, id) where state in ('CONTACT', 'INFORMED', 'PRIOR_IN_PROGRESS');
-- Uniqueness counts from INFORMED on (decision 16): an abandoned contact, of which nobody was ever informed, keeps the
-- candidate from nothing, and the sweep may close it while he has a file elsewhere.
create unique index candidacy_one_live on candidacy (candidate_id, referential_code)
    where state in ('INFORMED', 'PRIOR_IN_PROGRESS', 'PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING',
        'FINAL_READY', 'FINAL_IN_PROGRESS', 'FINAL_COMPLETED', 'JURY_READY', 'SUBMITTED', 'ON_AGENDA', 'DEFERRED')
        or (state = 'ABANDONED' and information_on is not null);

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
    -- The past of a candidacy (C24): what was known at the end of a day is what had been entered by then, by the clock
    -- of the database, which in a sandbox is not that of the machine.
    entered_on    date not null default current_day(),
    missing_domain_codes text[],
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
comment on column candidacy_event.entered_on is 'Civil day of the entry, by the clock of the database: what was known at a past date';
comment on column candidacy_event.missing_domain_codes is 'Domains not validated after this event; null before a version is pinned, or where it was not recorded yet';

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

create table transfer_request_transition (
    from_state text not null,
    event      text not null,
    to_state   text not null,
    constraint transfer_request_transition_pk primary key (from_state, event)
);
comment on table transfer_request_transition is 'Every legal move of a transfer request; what is answered never moves again';
comment on column transfer_request_transition.from_state is 'State before; NONE for the sending';
comment on column transfer_request_transition.event is 'Event; ACCEPT and LAPSE follow from the file that is asked for';
comment on column transfer_request_transition.to_state is 'State after';

create table transfer_request (
    id                   uuid not null constraint transfer_request_pk primary key,
    contact_candidacy_id uuid not null constraint transfer_request_contact references candidacy,
    requesting_org_id    uuid not null constraint transfer_request_organism references organism,
    requested_by         uuid constraint transfer_request_requested_by references person,
    requested_on         date not null,
    consent_on           date not null,
    message              text constraint transfer_request_message check (char_length(message) between 1 and 2000),
    state                text not null default 'PENDING' constraint transfer_request_state
                         check (state in ('PENDING', 'ACCEPTED', 'DECLINED', 'RETRACTED', 'LAPSED')),
    settled_on           date,
    reason               text constraint transfer_request_reason check (char_length(reason) between 1 and 2000),
    candidacy_id         uuid constraint transfer_request_candidacy references candidacy,
    version              int not null default 1,
    created_at           timestamptz not null default clock_timestamp(),
    constraint transfer_request_consent check (consent_on <= requested_on),
    constraint transfer_request_settled check ((state = 'PENDING') = (settled_on is null)),
    constraint transfer_request_accepted check ((state = 'ACCEPTED') = (candidacy_id is not null)),
    constraint transfer_request_declined_why check (state <> 'DECLINED' or reason is not null)
);
comment on table transfer_request is 'Request (demande de transfert) of an organism for the file of a candidate that another one holds, whose name it does not learn';
comment on column transfer_request.id is 'UUIDv7';
comment on column transfer_request.contact_candidacy_id is 'The contact of the organism that asks with the candidate';
comment on column transfer_request.requesting_org_id is 'The organism that asks';
comment on column transfer_request.requested_by is 'Who asked';
comment on column transfer_request.requested_on is 'Day of the request';
comment on column transfer_request.consent_on is 'Day on which the candidate consented to it';
comment on column transfer_request.message is 'What the organism that asks writes to the one that holds the file';
comment on column transfer_request.state is 'PENDING; ACCEPTED: the file was transferred; DECLINED by its holder; RETRACTED by who asked; LAPSED: one of the two files ended';
comment on column transfer_request.settled_on is 'Day of the end';
comment on column transfer_request.reason is 'Why it was declined or retracted; read by both sides';
comment on column transfer_request.candidacy_id is 'The file that was asked for, once it is with the organism that asked';
comment on column transfer_request.version is 'For If-Match';
comment on column transfer_request.created_at is 'Bookkeeping';
create index transfer_request_by_organism on transfer_request (requesting_org_id, id);
create unique index transfer_request_one_pending on transfer_request (contact_candidacy_id) where state = 'PENDING';

create table transfer_request_route (
    request_id   uuid not null constraint transfer_request_route_pk primary key
                 constraint transfer_request_route_request references transfer_request,
    candidacy_id uuid not null constraint transfer_request_route_candidacy references candidacy,
    owner_org_id uuid not null constraint transfer_request_route_owner references organism,
    created_at   timestamptz not null default clock_timestamp()
);
comment on table transfer_request_route is 'To whom a transfer request goes; never seen by who asks';
comment on column transfer_request_route.request_id is 'The request';
comment on column transfer_request_route.candidacy_id is 'The file that is asked for';
comment on column transfer_request_route.owner_org_id is 'Its holder; while the request is pending it follows the file';
comment on column transfer_request_route.created_at is 'Bookkeeping';
create index transfer_request_route_by_owner on transfer_request_route (owner_org_id, request_id);
create index transfer_request_route_by_candidacy on transfer_request_route (candidacy_id);

do $$
declare
    name text;
begin
    foreach name in array array['candidate', 'candidacy', 'candidacy_access', 'candidacy_event', 'appointment',
        'transfer_request', 'transfer_request_route'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
