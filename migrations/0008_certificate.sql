-- 0008 what follows a decision: certificates, their duplicates, appeals.

set local role clea_owner;

create table certificate (
    id                     uuid not null constraint certificate_pk primary key,
    candidacy_id           uuid not null constraint certificate_candidacy references candidacy,
    candidate_id           uuid not null constraint certificate_candidate references candidate,
    referential_code       text not null,
    referential_version_id uuid not null,
    number                 text not null constraint certificate_one_number unique
                           constraint certificate_number check (reference_is_valid(number) and number like 'CLEA-%'),
    verification_code      text not null constraint certificate_one_verification_code unique
                           constraint certificate_verification_code check (verification_code ~ '^[0-9A-HJKMNP-TV-Z]{26}$'),
    issued_on              date not null,
    issued_by              uuid constraint certificate_issued_by references person,
    decision_on            date not null,
    decision_id            uuid not null,
    session_id             uuid not null,
    commission_id          uuid not null,
    holder                 jsonb not null,
    status                 text not null default 'ISSUED' constraint certificate_status check (status in ('ISSUED', 'ANNULLED')),
    annulled_on            date,
    annulled_by            uuid constraint certificate_annulled_by references person,
    annul_reason           text,
    version                int not null default 1,
    created_at             timestamptz not null default clock_timestamp(),
    constraint certificate_referential_version foreign key (referential_version_id, referential_code)
        references referential_version (id, code),
    constraint certificate_decision foreign key (decision_id, candidacy_id) references decision (id, candidacy_id),
    constraint certificate_session foreign key (session_id, commission_id) references session (id, commission_id),
    constraint certificate_annul_reason check (annul_reason in ('ERROR', 'FRAUD')),
    constraint certificate_annulment check ((status = 'ANNULLED') = (annulled_on is not null and annul_reason is not null))
);
comment on table certificate is 'Certificate (parchemin) issued from a signed favourable decision; its register is kept for ever';
comment on column certificate.id is 'UUIDv7';
comment on column certificate.candidacy_id is 'The candidacy it crowns';
comment on column certificate.candidate_id is 'The holder';
comment on column certificate.referential_code is 'Certification';
comment on column certificate.referential_version_id is 'Version it was judged by';
comment on column certificate.number is 'CLEA reference, without gaps, never reused';
comment on column certificate.verification_code is 'Random, 128 bits in Crockford base 32';
comment on column certificate.issued_on is 'Day of issue';
comment on column certificate.issued_by is 'Who issued it; null for the system';
comment on column certificate.decision_on is 'Day of the session';
comment on column certificate.decision_id is 'The decision';
comment on column certificate.session_id is 'The session';
comment on column certificate.commission_id is 'The commission';
comment on column certificate.holder is 'Identity as printed that day';
comment on column certificate.status is 'ISSUED or ANNULLED';
comment on column certificate.annulled_on is 'Day of annulment';
comment on column certificate.annulled_by is 'Who annulled it';
comment on column certificate.annul_reason is 'Fraud or error';
comment on column certificate.version is 'For If-Match';
comment on column certificate.created_at is 'Bookkeeping';
create unique index certificate_one_live on certificate (candidate_id, referential_code) where status = 'ISSUED';
create unique index certificate_one_per_candidacy on certificate (candidacy_id) where status = 'ISSUED';
create index certificate_by_commission on certificate (commission_id, decision_on);
create index certificate_by_issue on certificate (issued_on, id);
create index certificate_by_candidacy on certificate (candidacy_id);
create index certificate_by_candidate on certificate (candidate_id);

create table certificate_duplicate (
    id             uuid not null constraint certificate_duplicate_pk primary key,
    certificate_id uuid not null constraint certificate_duplicate_certificate references certificate,
    ordinal        int not null constraint certificate_duplicate_ordinal check (ordinal >= 1),
    issued_on      date not null,
    issued_by      uuid constraint certificate_duplicate_person references person,
    created_at     timestamptz not null default clock_timestamp(),
    constraint certificate_duplicate_one_ordinal unique (certificate_id, ordinal)
);
comment on table certificate_duplicate is 'Duplicata: the same number and decision date, marked with its own number and day';
comment on column certificate_duplicate.id is 'UUIDv7';
comment on column certificate_duplicate.certificate_id is 'The certificate';
comment on column certificate_duplicate.ordinal is 'DUPLICATA n°';
comment on column certificate_duplicate.issued_on is 'Day of issue';
comment on column certificate_duplicate.issued_by is 'Who issued it';
comment on column certificate_duplicate.created_at is 'Bookkeeping';

create table appeal_transition (
    from_state text not null,
    event      text not null,
    to_state   text not null,
    constraint appeal_transition_pk primary key (from_state, event, to_state)
);
comment on table appeal_transition is 'Every legal move of an appeal (9.3)';
comment on column appeal_transition.from_state is 'State before';
comment on column appeal_transition.event is 'Event';
comment on column appeal_transition.to_state is 'State after';

create table appeal (
    id            uuid not null constraint appeal_pk primary key,
    candidacy_id  uuid not null,
    decision_id   uuid not null constraint appeal_one_per_decision unique,
    state         text not null default 'FILED' constraint appeal_state
                  check (state in ('FILED', 'ADMISSIBLE', 'UPHELD', 'REEXAMINE', 'REJECTED')),
    filed_on      date not null,
    filed_by      uuid constraint appeal_filed_by references person,
    acting_org_id uuid constraint appeal_organism references organism,
    grounds       text not null,
    admissible_on date,
    settled_on    date,
    settled_by    uuid constraint appeal_settled_by references person,
    reason        text,
    version       int not null default 1,
    created_at    timestamptz not null default clock_timestamp(),
    constraint appeal_of_candidacy unique (id, candidacy_id),
    constraint appeal_decision foreign key (decision_id, candidacy_id) references decision (id, candidacy_id),
    constraint appeal_admitted check (state <> 'ADMISSIBLE' or admissible_on is not null),
    constraint appeal_settled check ((state in ('UPHELD', 'REEXAMINE', 'REJECTED')) = (settled_on is not null)),
    constraint appeal_rejected_why check (state <> 'REJECTED' or reason is not null)
);
comment on table appeal is 'Appeal (recours gracieux) of a candidate to the certifier against a refusal of the commission';
comment on column appeal.id is 'UUIDv7';
comment on column appeal.candidacy_id is 'The candidacy';
comment on column appeal.decision_id is 'The refusal; one appeal each';
comment on column appeal.state is 'FILED, ADMISSIBLE; UPHELD: the decision stands; REEXAMINE: other jurors examine the file; REJECTED: inadmissible or unfounded';
comment on column appeal.filed_on is 'Day of the appeal, within the time to appeal of the day the decision took effect';
comment on column appeal.filed_by is 'Staff member who filed it for the candidate; null when the candidate did himself';
comment on column appeal.acting_org_id is 'Organism that filed it; null when the candidate did himself';
comment on column appeal.grounds is 'What the candidate says';
comment on column appeal.admissible_on is 'Day it was declared admissible';
comment on column appeal.settled_on is 'Day it was upheld, rejected or sent to another examination';
comment on column appeal.settled_by is 'Who settled it';
comment on column appeal.reason is 'Why; always there when it was rejected';
comment on column appeal.version is 'For If-Match';
comment on column appeal.created_at is 'Bookkeeping';
create index appeal_by_candidacy on appeal (candidacy_id, id);

create table subdomain_voiding_lift (
    voiding_id   uuid not null constraint subdomain_voiding_lift_pk primary key
                 constraint subdomain_voiding_lift_voiding references subdomain_voiding,
    candidacy_id uuid not null,
    appeal_id    uuid not null constraint subdomain_voiding_lift_one_per_appeal unique,
    lifted_on    date not null,
    created_at   timestamptz not null default clock_timestamp(),
    constraint subdomain_voiding_lift_appeal foreign key (appeal_id, candidacy_id) references appeal (id, candidacy_id)
);
comment on table subdomain_voiding_lift is 'A refusal that is examined again voids nothing any more (9.3); both stay in the history';
comment on column subdomain_voiding_lift.voiding_id is 'What no longer counts';
comment on column subdomain_voiding_lift.candidacy_id is 'Its candidacy';
comment on column subdomain_voiding_lift.appeal_id is 'The appeal';
comment on column subdomain_voiding_lift.lifted_on is 'Day of the decision to examine again';
comment on column subdomain_voiding_lift.created_at is 'Bookkeeping';
create index subdomain_voiding_lift_by_candidacy on subdomain_voiding_lift (candidacy_id);

do $$
declare
    name text;
begin
    foreach name in array array['certificate', 'certificate_duplicate', 'appeal', 'subdomain_voiding_lift'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
