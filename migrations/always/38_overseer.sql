-- SPDX-License-Identifier: EUPL-1.2
-- Who watches over the certifier: auditors and administrators, whom the operator's command alone appoints, invites and dismisses. And
-- the people of the certifier, whom no colleague shuts out.

-- Auditors and operators watch over the certifier: their functions, keys and logins come from the operator's command, which asks in no
-- scope, and end by it.
create function scope_is_operators(scope text) returns boolean language sql immutable parallel safe
return scope in ('AUDITOR', 'SYSTEM');
comment on function scope_is_operators(text) is 'Whether what belongs to a scope is the operator''s alone to give and to end';
grant execute on function scope_is_operators(text) to clea_app, clea_read;

create function person_is_operators(person_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from staff_function f join person p on p.id = f.person_id
                   where p.human_id = human_of(person_is_operators.person_id) and scope_is_operators(f.scope)
                     and (f.valid_to is null or f.valid_to >= current_day()));
end
$$;
comment on function person_is_operators(uuid) is 'Whether a human is an auditor or an administrator, under any account, or will be';
grant execute on function person_is_operators(uuid) to clea_app, clea_read;

-- People of the certifier are one another's equals: what one of them comes with is his own to end, or the operator's, lest one alone
-- shut out all others. Who was appointed and has nothing yet to come with is still anybody's mistake to mend.
create function person_certifies(person_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from staff_function f join person p on p.id = f.person_id
                   where p.human_id = human_of(person_certifies.person_id) and f.scope = 'CERTIFIER'
                     and (f.valid_to is null or f.valid_to >= current_day()))
       and (exists (select from api_key k join person p on p.id = k.person_id cross join lateral api_key_standing(k.id) s
                    where p.human_id = human_of(person_certifies.person_id) and k.scope = 'CERTIFIER' and s.refusal is null)
            or exists (select from login l join person p on p.id = l.person_id
                       where p.human_id = human_of(person_certifies.person_id) and l.ended_at is null
                         and login_opens(l.id, 'CERTIFIER', null, '{CERTIFIER}')));
end
$$;
comment on function person_certifies(uuid) is 'Whether a human comes in as the certifier, under any account';

create function person_is_colleague(person_id uuid, caller_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return human_of(person_is_colleague.person_id) is distinct from human_of(person_is_colleague.caller_id)
       and person_certifies(person_is_colleague.person_id);
end
$$;
comment on function person_is_colleague(uuid, uuid) is 'Whether a human comes in as the certifier and is somebody else than who asks';
grant execute on function person_is_colleague(uuid, uuid) to clea_app, clea_read;

create function staff_function_by_operator() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    perform refuse('staff_function_by_operator', 'staff_function', 'the operator gives and ends this function');
    return null;
end
$$;
comment on function staff_function_by_operator() is 'Auditors and administrators are appointed and dismissed by the operator''s command';
grant execute on function staff_function_by_operator() to clea_app;
create trigger staff_function_by_operator before insert or update of valid_from, valid_to on staff_function for each row
    when (scope_is_operators(new.scope) and current_scope() is not null) execute function staff_function_by_operator();

create function invitation_by_operator() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    if person_is_operators(new.person_id) then
        perform refuse('invitation_by_operator', 'invitation', 'the operator invites whoever is an auditor or an administrator');
    end if;
    return new;
end
$$;
comment on function invitation_by_operator() is 'Auditors and administrators are invited by the operator''s command';
grant execute on function invitation_by_operator() to clea_app;
create trigger invitation_by_operator before insert on invitation for each row
    when (new.person_id is not null and current_scope() is not null) execute function invitation_by_operator();

-- --- by the operator's command ---

-- An invitation of nobody's but the operator's, in the place of one that was open: its login opens whatever the person may act in.
create function invitation_by_command(person_id uuid, id uuid, code_digest bytea, expires_at timestamptz) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from person p where p.id = invitation_by_command.person_id and p.status = 'ACTIVE')
       or login_is_bound(invitation_by_command.person_id, null) then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('invitation ' || invitation_by_command.person_id::text, 0));
    update invitation i set status = 'REVOKED', settled_at = clock_timestamp()
    where i.status = 'OPEN' and i.person_id = invitation_by_command.person_id;
    insert into invitation (id, code_digest, person_id, scope, expires_at)
    values (invitation_by_command.id, invitation_by_command.code_digest, invitation_by_command.person_id, 'SYSTEM', invitation_by_command.expires_at);
    return next invitation_by_command.id;
end
$$;
comment on function invitation_by_command(uuid, uuid, bytea, timestamptz) is 'clea-server keys invite';

-- What a human is as an auditor, an administrator or one of the certifier ends yesterday, or on the day of the last act, under every
-- account; the keys that rest on it, and the logins.
create function operator_dismissed(person_id uuid) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    accounts uuid[] := array(select p.id from person p where p.human_id = human_of(operator_dismissed.person_id));
begin
    if not exists (select from staff_function f where f.person_id = any (accounts) and not scope_is_tenant(f.scope)
                   and coalesce(f.valid_to, 'infinity') >= current_day()) then
        return;
    end if;
    update staff_function f
    set valid_to = greatest(f.valid_from, current_day() - 1, (select u.done_on from exercise_of_staff(f.id) u))
    where f.person_id = any (accounts) and not scope_is_tenant(f.scope) and coalesce(f.valid_to, 'infinity') >= current_day();
    update api_key k set status = 'REVOKED', revoked_at = clock_timestamp()
    where k.person_id = any (accounts) and not scope_is_tenant(k.scope) and k.status = 'ACTIVE';
    update login l set ended_at = clock_timestamp() where l.person_id = any (accounts) and l.ended_at is null;
    update invitation i set status = 'REVOKED', settled_at = clock_timestamp() where i.person_id = any (accounts) and i.status = 'OPEN';
    return next operator_dismissed.person_id;
end
$$;
comment on function operator_dismissed(uuid) is 'clea-server keys end';
