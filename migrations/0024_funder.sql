-- 0023 funders: who pays for a candidate and, while the candidate consents, reads how far the candidate is (domain page 3.2).

set local role clea_owner;

create table funder (
    id         uuid not null constraint funder_pk primary key,
    name       text not null constraint funder_name check (char_length(name) between 1 and 200) constraint funder_one_name unique,
    status     text not null default 'ACTIVE' constraint funder_status check (status in ('ACTIVE', 'SUSPENDED', 'CLOSED')),
    version    int not null default 1,
    created_at timestamptz not null default clock_timestamp()
);
comment on table funder is 'A body that pays for candidates and may be given keys by the certifier';
comment on column funder.id is 'UUIDv7';
comment on column funder.name is 'Public name';
comment on column funder.status is 'ACTIVE, SUSPENDED or CLOSED; only an active one has keys that open';
comment on column funder.version is 'For If-Match';
comment on column funder.created_at is 'Bookkeeping';

alter table funding add column funder_id uuid constraint funding_funder references funder;
comment on column funding.funder_id is 'Who pays, when it is one that reads here; it reads with a consent alone';
create index funding_by_funder on funding (funder_id, candidacy_id) where funder_id is not null;

create table funder_consent (
    id             uuid not null constraint funder_consent_pk primary key,
    candidacy_id   uuid not null constraint funder_consent_candidacy references candidacy,
    funder_id      uuid not null constraint funder_consent_funder references funder,
    given_on       date not null,
    proof          text constraint funder_consent_proof check (char_length(proof) between 1 and 2000),
    is_own         boolean not null,
    recorded_by    uuid constraint funder_consent_recorded_by references person,
    withdrawn_on   date,
    version        int not null default 1,
    created_at     timestamptz not null default clock_timestamp(),
    constraint funder_consent_proved check (is_own or proof is not null),
    constraint funder_consent_period check (withdrawn_on >= given_on)
);
comment on table funder_consent is 'The consent of a candidate that a funder reads how far the candidacy is';
comment on column funder_consent.id is 'UUIDv7';
comment on column funder_consent.candidacy_id is 'The candidacy';
comment on column funder_consent.funder_id is 'Who may read';
comment on column funder_consent.given_on is 'Day on which the candidate consented';
comment on column funder_consent.proof is 'What shows it, when somebody else than the candidate wrote it down';
comment on column funder_consent.is_own is 'Given here by the candidate';
comment on column funder_consent.recorded_by is 'Who wrote it down';
comment on column funder_consent.withdrawn_on is 'Day on which it was withdrawn; null = it stands';
comment on column funder_consent.version is 'For If-Match';
comment on column funder_consent.created_at is 'Bookkeeping';
create unique index funder_consent_one_live on funder_consent (candidacy_id, funder_id) where withdrawn_on is null;
create index funder_consent_by_funder on funder_consent (funder_id, candidacy_id) where withdrawn_on is null;
create index funder_consent_by_candidacy on funder_consent (candidacy_id, id);

do $$
declare
    name text;
begin
    foreach name in array array['funder', 'funder_consent'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;

-- Keys, functions and systems of funders.
alter table api_key
    drop constraint api_key_scope,
    drop constraint api_key_scope_id,
    drop constraint api_key_roles_of_scope,
    add constraint api_key_scope check (scope in
        ('ORGANISM', 'NETWORK', 'COMMISSION', 'CANDIDATE', 'FUNDER', 'CERTIFIER', 'AUDITOR', 'SYSTEM')),
    add constraint api_key_scope_id check ((scope in ('ORGANISM', 'NETWORK', 'COMMISSION', 'CANDIDATE', 'FUNDER')) = (scope_id is not null)),
    add constraint api_key_roles_of_scope check (roles <@ case scope
        when 'ORGANISM' then '{COUNSELLOR,EVALUATOR,TRAINER,REFERENT}'
        when 'NETWORK' then '{NETWORK_MANAGER}'
        when 'COMMISSION' then case when person_id is null then '{SECRETARY}' else '{SECRETARY,JUROR,CHAIR}' end
        when 'CANDIDATE' then '{CANDIDATE}'
        when 'FUNDER' then '{FUNDER}'
        when 'CERTIFIER' then '{CERTIFIER}'
        when 'AUDITOR' then '{AUDITOR}'
        when 'SYSTEM' then '{ADMINISTRATOR}' end::text[]);
alter table staff_function
    drop constraint staff_function_role_of_scope,
    drop constraint staff_function_scope_id,
    add constraint staff_function_role_of_scope check (scope || ' ' || role in ('NETWORK NETWORK_MANAGER', 'COMMISSION SECRETARY',
        'FUNDER FUNDER', 'CERTIFIER CERTIFIER', 'AUDITOR AUDITOR', 'SYSTEM ADMINISTRATOR')),
    add constraint staff_function_scope_id check ((scope in ('NETWORK', 'COMMISSION', 'FUNDER')) = (scope_id is not null));
comment on column staff_function.scope is 'NETWORK, COMMISSION, FUNDER, CERTIFIER, AUDITOR or SYSTEM';
comment on column staff_function.scope_id is 'The network, commission or funder';
comment on column staff_function.role is 'The one role of that scope: NETWORK_MANAGER, SECRETARY, FUNDER, CERTIFIER, AUDITOR or ADMINISTRATOR';

do $$
declare
    name text;
begin
    foreach name in array array['invitation', 'login'] loop
        execute format($ddl$
            alter table %1$I
                drop constraint %1$s_partner_scope,
                drop constraint %1$s_partner_roles,
                add constraint %1$s_partner_scope check (partner_scope in ('ORGANISM', 'NETWORK', 'COMMISSION', 'FUNDER')),
                add constraint %1$s_partner_roles check (cardinality(roles) > 0 and roles <@ case partner_scope
                    when 'ORGANISM' then '{COUNSELLOR,EVALUATOR,TRAINER,REFERENT}'
                    when 'NETWORK' then '{NETWORK_MANAGER}'
                    when 'COMMISSION' then '{SECRETARY}'
                    when 'FUNDER' then '{FUNDER}' end::text[])
            $ddl$, name);
        execute format('comment on column %I.partner_scope is %L', name,
                       'ORGANISM, NETWORK, COMMISSION or FUNDER whose system it is; null = a person or a candidate');
    end loop;
end
$$;
