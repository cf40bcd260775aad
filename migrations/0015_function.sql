-- 0015 functions of people beside affiliations and mandates, the logins by which they come, and the invitations that bind one.

set local role clea_owner;

create table staff_function (
    id         uuid not null constraint staff_function_pk primary key,
    person_id  uuid not null constraint staff_function_person references person,
    scope      text not null,
    scope_id   uuid,
    role       text not null,
    valid_from date not null,
    valid_to   date,
    version    int not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    constraint staff_function_role_of_scope check (scope || ' ' || role in ('NETWORK NETWORK_MANAGER', 'COMMISSION SECRETARY',
        'CERTIFIER CERTIFIER', 'AUDITOR AUDITOR', 'SYSTEM ADMINISTRATOR')),
    constraint staff_function_scope_id check ((scope in ('NETWORK', 'COMMISSION')) = (scope_id is not null)),
    constraint staff_function_period check (valid_to >= valid_from),
    constraint staff_function_no_overlap exclude using gist
        (person_id with =, role with =, coalesce(scope_id, '00000000-0000-0000-0000-000000000000') with =,
         daterange(valid_from, valid_to, '[]') with &&)
);
comment on table staff_function is 'Function of a person for a network, a commission or the certifier, dated; those in organisms are affiliations, those of jurors mandates';
comment on column staff_function.id is 'UUIDv7; what Clea-Function names';
comment on column staff_function.person_id is 'The person';
comment on column staff_function.scope is 'NETWORK, COMMISSION, CERTIFIER, AUDITOR or SYSTEM';
comment on column staff_function.scope_id is 'The network or commission';
comment on column staff_function.role is 'The one role of that scope: NETWORK_MANAGER, SECRETARY, CERTIFIER, AUDITOR or ADMINISTRATOR';
comment on column staff_function.valid_from is 'First day';
comment on column staff_function.valid_to is 'Last day, included; null = open';
comment on column staff_function.version is 'For If-Match';
comment on column staff_function.created_at is 'Bookkeeping';
create index staff_function_by_person on staff_function (person_id);
create index staff_function_by_scope on staff_function (scope, scope_id, id);

create table invitation (
    id           uuid not null constraint invitation_pk primary key,
    code_digest  bytea not null constraint invitation_one_code unique
                 constraint invitation_code_digest check (octet_length(code_digest) = 32),
    person_id    uuid constraint invitation_person references person,
    candidate_id uuid constraint invitation_candidate references candidate,
    scope        text not null default current_scope(),
    scope_id     uuid default current_scope_id(),
    invited_by_id uuid constraint invitation_invited_by references person,
    status       text not null default 'OPEN' constraint invitation_status check (status in ('OPEN', 'ACCEPTED', 'REVOKED')),
    expires_at   timestamptz not null,
    settled_at   timestamptz,
    version      int not null default 1,
    created_at   timestamptz not null default clock_timestamp(),
    constraint invitation_one_guest check (num_nonnulls(person_id, candidate_id) = 1),
    constraint invitation_settled check ((status = 'OPEN') = (settled_at is null))
);
comment on table invitation is 'A code, used once, by which a person or a candidate binds the login he comes with';
comment on column invitation.id is 'UUIDv7';
comment on column invitation.code_digest is 'SHA-256 of the code; the code itself is shown once and kept nowhere';
comment on column invitation.person_id is 'Who is invited, if a person';
comment on column invitation.candidate_id is 'Who is invited, if a candidate';
comment on column invitation.scope is 'Scope that invited';
comment on column invitation.scope_id is 'Which one';
comment on column invitation.invited_by_id is 'The person who invited; null = a system';
comment on column invitation.status is 'OPEN, ACCEPTED or REVOKED; an open one may be past its end';
comment on column invitation.expires_at is 'Real time of its end';
comment on column invitation.settled_at is 'When it was accepted or revoked';
comment on column invitation.version is 'For If-Match';
comment on column invitation.created_at is 'Bookkeeping';
create unique index invitation_one_open_of_person on invitation (person_id) where status = 'OPEN';
create unique index invitation_one_open_of_candidate on invitation (candidate_id) where status = 'OPEN';
create index invitation_by_scope on invitation (scope, scope_id, id);

create table login (
    id            uuid not null constraint login_pk primary key,
    issuer        text not null constraint login_issuer check (char_length(issuer) between 1 and 500),
    subject       text not null constraint login_subject check (char_length(subject) between 1 and 255),
    digest        bytea not null constraint login_digest check (octet_length(digest) = 32),
    person_id     uuid constraint login_person references person,
    candidate_id  uuid constraint login_candidate references candidate,
    invitation_id uuid not null constraint login_invitation references invitation constraint login_one_of_invitation unique,
    ended_at      timestamptz,
    version       int not null default 1,
    created_at    timestamptz not null default clock_timestamp(),
    constraint login_one_holder check (num_nonnulls(person_id, candidate_id) = 1)
);
comment on table login is 'Who comes with a subject of an identity provider: bound by an invitation, never by a name or an address';
comment on column login.id is 'UUIDv7; the credential id of logs';
comment on column login.issuer is 'Identity provider, as its tokens name it';
comment on column login.subject is 'Its name for the one who signs in';
comment on column login.digest is 'SHA-256 of both, by which it is found';
comment on column login.person_id is 'The person it is bound to';
comment on column login.candidate_id is 'Or the candidate';
comment on column login.invitation_id is 'The invitation that was accepted';
comment on column login.ended_at is 'When it was unbound; null = it is bound';
comment on column login.version is 'For If-Match';
comment on column login.created_at is 'When it was bound';
create unique index login_one_of_person on login (person_id) where ended_at is null;
create unique index login_one_of_candidate on login (candidate_id) where ended_at is null;
create unique index login_one_person on login (digest) where ended_at is null and person_id is not null;
create unique index login_one_candidate on login (digest) where ended_at is null and candidate_id is not null;

do $$
declare
    name text;
begin
    foreach name in array array['staff_function', 'invitation', 'login'] loop
        execute format('alter table %I enable row level security', name);
        execute format('alter table %I force row level security', name);
        execute format('create policy %I on %I to clea_owner using (true) with check (true)', name || '_owner', name);
    end loop;
end
$$;
