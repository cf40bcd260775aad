-- SPDX-License-Identifier: EUPL-1.2
-- Staff functions, invitations, logins: who sees them, who binds whom, and that nobody is bound by anything else.

do $$
declare
    name text;
begin
    foreach name in array array['staff_function', 'invitation', 'login'] loop
        execute format('create trigger %I before update on %I for each row execute function bump_version()', name || '_version', name);
    end loop;
end
$$;

-- Whether somebody else than the asker has to do with a human: recorded him, or has given him a function that is not over. What
-- his login opens is then not the asker's to give.
create function person_is_of_others(person_id uuid, scope text, scope_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid;
begin
    select p.human_id into human from person p where p.id = person_is_of_others.person_id;
    return exists (
            select from affiliation a join person p on p.id = a.person_id
            where p.human_id = human and (a.valid_to is null or a.valid_to >= current_day())
              and ('ORGANISM', a.organism_id) is distinct from (person_is_of_others.scope, person_is_of_others.scope_id))
        or exists (
            select from commission_member m join person p on p.id = m.person_id
            where p.human_id = human and (m.mandate_to is null or m.mandate_to >= current_day())
              and ('COMMISSION', m.commission_id) is distinct from (person_is_of_others.scope, person_is_of_others.scope_id))
        or exists (
            select from staff_function f join person p on p.id = f.person_id
            where p.human_id = human and (f.valid_to is null or f.valid_to >= current_day())
              and (f.scope, f.scope_id) is distinct from (person_is_of_others.scope, person_is_of_others.scope_id))
        or not exists (
            select from person p
            where p.human_id = human
              and ((p.created_by_scope, p.created_by_scope_id) is not distinct from (person_is_of_others.scope, person_is_of_others.scope_id)
                   or exists (select from affiliation a where a.person_id = p.id and person_is_of_others.scope = 'ORGANISM'
                              and a.organism_id = person_is_of_others.scope_id)
                   or exists (select from commission_member m where m.person_id = p.id and person_is_of_others.scope = 'COMMISSION'
                              and m.commission_id = person_is_of_others.scope_id)
                   or exists (select from staff_function f where f.person_id = p.id and f.scope = person_is_of_others.scope
                              and f.scope_id = person_is_of_others.scope_id)));
end
$$;
comment on function person_is_of_others(uuid, text, uuid) is 'Whether somebody else than the asker has to do with a human, or the asker has not';
grant execute on function person_is_of_others(uuid, text, uuid) to clea_app, clea_read;

create function candidate_is_of_others(candidate_id uuid, scope text, scope_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
            select from candidacy c
            where c.candidate_id = candidate_is_of_others.candidate_id and c.consent_on is not null
              and ('ORGANISM', c.owner_org_id) is distinct from (candidate_is_of_others.scope, candidate_is_of_others.scope_id))
        or not exists (
            select from candidacy_access a
            where a.candidate_id = candidate_is_of_others.candidate_id and a.can_write
              and a.scope = candidate_is_of_others.scope and a.scope_id = candidate_is_of_others.scope_id)
        or (candidate_is_of_others.scope = 'ORGANISM' and not exists (
            select from candidate_access a
            where a.candidate_id = candidate_is_of_others.candidate_id and a.organism_id = candidate_is_of_others.scope_id));
end
$$;
comment on function candidate_is_of_others(uuid, text, uuid) is
    'Whether another organism holds a candidacy to which the candidate consented, or the asker none, or does not see his record';
grant execute on function candidate_is_of_others(uuid, text, uuid) to clea_app, clea_read;

-- Of another scope than the asker's, which alone may end it.
create function invitation_is_of_others(person_id uuid, candidate_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from invitation i
                   where i.status = 'OPEN' and i.expires_at > clock_timestamp()
                     and (i.person_id = invitation_is_of_others.person_id or i.candidate_id = invitation_is_of_others.candidate_id)
                     and not nation_writes()
                     and (i.scope, i.scope_id) is distinct from (current_scope(), current_scope_id()));
end
$$;
comment on function invitation_is_of_others(uuid, uuid) is 'Whether somebody else has invited a person or a candidate';
grant execute on function invitation_is_of_others(uuid, uuid) to clea_app, clea_read;

create function login_is_bound(person_id uuid, candidate_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from login l where l.ended_at is null
                   and (l.person_id = login_is_bound.person_id or l.candidate_id = login_is_bound.candidate_id));
end
$$;
comment on function login_is_bound(uuid, uuid) is 'Whether a person or a candidate has a login';
grant execute on function login_is_bound(uuid, uuid) to clea_app, clea_read;

-- What a login of the human would open: whoever binds it gives all of it. A function to come counts, one that is over does not.
create function person_roles_held(person_id uuid) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid := human_of(person_id);
begin
    return array(
        select a.role from affiliation a join person p on p.id = a.person_id
        where p.human_id = human and a.role <> 'EMPLOYEE' and (a.valid_to is null or a.valid_to >= current_day())
        union
        select mandate.role from commission_member m join person p on p.id = m.person_id, (values ('JUROR'), ('CHAIR')) as mandate(role)
        where p.human_id = human and (m.mandate_to is null or m.mandate_to >= current_day())
        union
        select f.role from staff_function f join person p on p.id = f.person_id
        where p.human_id = human and (f.valid_to is null or f.valid_to >= current_day())
        order by 1);
end
$$;
comment on function person_roles_held(uuid) is 'The roles of all functions of a human that are not over, under any account';
grant execute on function person_roles_held(uuid) to clea_app, clea_read;

-- Who invites somebody knows the code, and could accept with a login that is in reach: that of whoever acts for the inviter. He may
-- bind his own login to himself, and to nobody else.
create function invitation_is_of_inviter(invitation_id uuid, login_digest bytea) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from invitation i
        join login l on l.digest = login_digest and l.person_id is not null
        where i.id = invitation_is_of_inviter.invitation_id
          and (i.person_id is null or human_of(i.person_id) <> human_of(l.person_id))
          and (human_of(l.person_id) = human_of(i.invited_by_id) or person_acts_in(l.person_id, i.scope, i.scope_id)));
end
$$;
comment on function invitation_is_of_inviter(uuid, bytea) is 'Whether a login is or was that of somebody who acts for the inviter, and is not the guest';

-- Whatever scope made it, or the unique index would tell of it.
-- Whoever invites the same at the same time waits here, in one order: each ends the one before and makes its own, and two that had
-- both looked would wait for each other at the index.
create function invitation_close(person_id uuid, candidate_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('invitation ' || coalesce(person_id, candidate_id)::text, 0));
    update invitation i set status = 'REVOKED', settled_at = clock_timestamp()
    where i.status = 'OPEN' and (i.person_id = invitation_close.person_id or i.candidate_id = invitation_close.candidate_id)
      and (nation_writes() or (i.scope = current_scope() and i.scope_id is not distinct from current_scope_id())
           or i.expires_at <= clock_timestamp());
end
$$;
comment on function invitation_close(uuid, uuid) is 'Ends the open invitation of a person or a candidate: the asker''s own, or one that is past its end';
grant execute on function invitation_close(uuid, uuid) to clea_app;

-- Whoever accepts is nobody yet: he knows a code, and comes with a token that was verified.
create function invitation_of_code(code_digest bytea, login_digest bytea)
returns table (invitation_id uuid, is_open boolean, has_other boolean, is_of_partner boolean, is_of_inviter boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    select i.id, i.status = 'OPEN' and i.expires_at > clock_timestamp(),
           login_is_bound(i.person_id, i.candidate_id)
           or exists (select from login l where l.digest = login_digest and l.ended_at is null
                      and ((l.partner_id is null) <> (i.partner_id is null) or (l.person_id is null) = (i.person_id is null))),
           i.partner_id is not null, invitation_is_of_inviter(i.id, login_digest)
    from invitation i
    where i.code_digest = invitation_of_code.code_digest;
end
$$;
comment on function invitation_of_code(bytea, bytea) is 'The invitation of a code, and whether it or the login is taken';
grant execute on function invitation_of_code(bytea, bytea) to clea_app, clea_read;

-- No row when somebody was faster: the update waits for him, and then finds the invitation accepted.
create function login_bind(id uuid, invitation_id uuid, code_digest bytea, issuer text, subject text, digest bytea) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    guest invitation;
begin
    update invitation i set status = 'ACCEPTED', settled_at = clock_timestamp()
    where i.id = login_bind.invitation_id and i.code_digest = login_bind.code_digest and i.status = 'OPEN'
      and i.expires_at > clock_timestamp() and not invitation_is_of_inviter(i.id, login_bind.digest)
    returning i.* into guest;
    if not found then
        return;
    end if;
    insert into login (id, issuer, subject, digest, person_id, candidate_id, partner_scope, partner_id, roles, permissions, label,
                       invitation_id)
    values (login_bind.id, login_bind.issuer, login_bind.subject, login_bind.digest, guest.person_id, guest.candidate_id,
            guest.partner_scope, guest.partner_id, guest.roles, guest.permissions, guest.label, guest.id);
    return next login_bind.id;
end
$$;
comment on function login_bind(uuid, uuid, bytea, text, text, bytea) is 'The only way to bind a login: an open invitation, its code, and a verified subject';
grant execute on function login_bind(uuid, uuid, bytea, text, text, bytea) to clea_app;

create function login_of(login_id uuid)
returns table (id uuid, person_id uuid, candidate_id uuid, partner_scope text, partner_id uuid, roles text[], permissions text[], label text,
               issuer text, invitation_id uuid, ended_at timestamptz, version int, created_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    select l.id, l.person_id, l.candidate_id, l.partner_scope, l.partner_id, l.roles, l.permissions, l.label, l.issuer, l.invitation_id,
           l.ended_at, l.version, l.created_at
    from login l where l.id = login_id;
end
$$;
comment on function login_of(uuid) is 'What was bound a moment ago, for who is nobody until then; its id is known to nobody else';
grant execute on function login_of(uuid) to clea_app;

-- What a login is never changes: it ends.
create function login_is_fixed() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if (new.id, new.issuer, new.subject, new.digest, new.invitation_id, new.created_at)
           is distinct from (old.id, old.issuer, old.subject, old.digest, old.invitation_id, old.created_at)
       or (new.partner_scope, new.partner_id, new.roles, new.permissions, new.label)
           is distinct from (old.partner_scope, old.partner_id, old.roles, old.permissions, old.label)
       or new.person_id is distinct from old.person_id or (old.ended_at is not null and new.ended_at is distinct from old.ended_at) then
        perform refuse('login_fixed', 'login', 'a login is bound once, and ends once');
    end if;
    return new;
end
$$;
comment on function login_is_fixed() is 'A login is bound once, to one person, and ends once';
grant execute on function login_is_fixed() to clea_app;
create trigger login_fixed before update on login for each row execute function login_is_fixed();

-- What an invitation came to stays so, and nobody writes that it was accepted but login_bind().
create function invitation_is_settled() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if old.status <> 'OPEN' and new.status is distinct from old.status then
        perform refuse('invitation_settled_once', 'invitation', 'an invitation that was accepted or revoked stays so');
    elsif new.status = 'ACCEPTED' and old.status = 'OPEN' and not pg_has_role(current_user, 'clea_owner', 'MEMBER') then
        perform refuse('invitation_accepted_by_login', 'invitation', 'an invitation is accepted by who binds a login with its code');
    end if;
    return new;
end
$$;
comment on function invitation_is_settled() is 'An invitation ends once: accepted by a login, or revoked';
grant execute on function invitation_is_settled() to clea_app;
create trigger invitation_settled before update on invitation for each row execute function invitation_is_settled();

create function invitation_by_person() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    perform refuse('invitation_by_person', 'invitation', 'a system hands out no credential of a person');
    return null;
end
$$;
comment on function invitation_by_person() is 'Somebody answers for every credential that is handed out';
grant execute on function invitation_by_person() to clea_app;
create trigger invitation_by_person before insert on invitation for each row
    when (new.invited_by_id is null and current_scope() is not null) execute function invitation_by_person();

-- What such a login opens, a key would: who may not make the key invites no system either.
create function invitation_of_partner_begins() returns trigger language plpgsql
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_scope() is not null and not coalesce(api_key_is_managed(new.partner_scope, new.partner_id, new.roles), false) then
        perform refuse('invitation_partner_managed', 'invitation', 'a system is invited by who answers for its scope');
    elsif not scope_is_open(new.partner_scope, new.partner_id) then
        perform refuse('invitation_partner_open', 'invitation', 'a system is of an organism, network or commission that is active');
    end if;
    return new;
end
$$;
comment on function invitation_of_partner_begins() is 'A partner''s system is invited by who may make the partner''s keys';
create trigger invitation_of_partner_begins before insert on invitation for each row
    when (new.partner_id is not null) execute function invitation_of_partner_begins();

create policy staff_function_read on staff_function for select to clea_app, clea_read using (
    scope = current_scope() and scope_id = current_scope_id());
-- Made by an accepted request (78_consent.sql).
create policy staff_function_write on staff_function for update to clea_app
    using (scope_is_tenant(current_scope()) and scope = current_scope() and scope_id = current_scope_id());
create policy invitation_read on invitation for select to clea_app, clea_read using (
    scope = current_scope() and scope_id = current_scope_id());
create policy invitation_insert on invitation for insert to clea_app with check (
    scope_is_tenant(current_scope()) and scope = current_scope() and scope_id = current_scope_id());
create policy invitation_update on invitation for update to clea_app using (
    scope_is_tenant(current_scope()) and scope = current_scope() and scope_id = current_scope_id());
create policy login_read on login for select to clea_app, clea_read using (
    (current_scope() = 'CANDIDATE' and candidate_id = current_scope_id())
    or (partner_scope = current_scope() and partner_id = current_scope_id())
    or exists (select from invitation i where i.id = login.invitation_id offset 0));
create policy login_end on login for update to clea_app using (
    (current_scope() = 'CANDIDATE' and candidate_id = current_scope_id())
    or (partner_scope = current_scope() and partner_id = current_scope_id())
    or exists (select from invitation i where i.id = login.invitation_id offset 0));

-- Whoever accepts an invitation is nobody yet, and leaves his trace all the same.
create policy idempotency_record_public on idempotency_record for select to clea_national, clea_national_read using (
    current_scope() = 'PUBLIC' and scope = 'PUBLIC');
create policy staff_function_auditor on staff_function for select to clea_auditor using (true);
create policy invitation_auditor on invitation for select to clea_auditor using (true);
create policy login_auditor on login for select to clea_auditor using (true);

grant select on staff_function to clea_app, clea_read, clea_auditor;
grant update (valid_to, version) on staff_function to clea_app;
-- Neither the digest of a code nor that of a subject, by which they are found.
grant select (id, person_id, candidate_id, partner_scope, partner_id, roles, permissions, label, scope, scope_id, invited_by_id, status,
    expires_at, settled_at, version, created_at) on invitation to clea_app, clea_read, clea_auditor;
grant insert on invitation to clea_app;
grant update (status, settled_at, version) on invitation to clea_app;
grant select (id, issuer, person_id, candidate_id, partner_scope, partner_id, roles, permissions, label, invitation_id, ended_at, version,
    created_at) on login to clea_app, clea_read, clea_auditor;
grant update (ended_at, version) on login to clea_app;

create trigger principal_changed after insert or update or delete on staff_function for each row execute function principal_person_changed();
create trigger principal_changed after insert or update or delete on login for each row execute function principal_all_changed();

-- An operator, who asks in no scope, gives the function of a staff with the key that rests on it: the first people of an
-- installation have nobody who could. In a sandbox, whose clock goes to and fro, since ever. It runs before api_key_begins.
create function api_key_accompanied() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into staff_function (id, person_id, scope, scope_id, role, valid_from)
    select gen_random_uuid(), new.person_id, new.scope, new.scope_id, staff.role,
           case when new.is_sandbox then date '2000-01-01' else civil_day(scope_time_zone(new.scope, new.scope_id)) end
    from (values ('NETWORK', 'NETWORK_MANAGER'), ('COMMISSION', 'SECRETARY'), ('FUNDER', 'FUNDER'), ('CERTIFIER', 'CERTIFIER'),
                 ('AUDITOR', 'AUDITOR'), ('SYSTEM', 'ADMINISTRATOR')) as staff(scope, role)
    where staff.scope = new.scope and staff.role = any (new.roles)
      and not exists (select from staff_function f
                      where f.person_id = new.person_id and f.role = staff.role and f.scope_id is not distinct from new.scope_id
                        and (f.valid_to is null or f.valid_to >= civil_day(scope_time_zone(new.scope, new.scope_id))));
    return new;
end
$$;
comment on function api_key_accompanied() is 'The operator''s key brings the function that it rests on';
create trigger api_key_accompanied before insert on api_key for each row
    when (new.person_id is not null and current_scope() is null) execute function api_key_accompanied();
