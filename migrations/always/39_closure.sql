-- SPDX-License-Identifier: EUPL-1.2
-- The end of a person's record: of the human, under every account. What was done stays; nothing of it opens anything any more.

create function person_is_closed(person_id uuid) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from person p where p.id = person_is_closed.person_id and p.status = 'CLOSED');
end
$$;
comment on function person_is_closed(uuid) is 'Whether the record of a person was closed';
grant execute on function person_is_closed(uuid) to clea_app, clea_read;

-- No row when the record is no longer as it was read. Functions to come are taken back.
create function person_close(person_id uuid, version int, closed_on date, reason text) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    accounts uuid[];
begin
    if not nation_writes() then
        return;
    end if;
    -- In the order of those who give or answer: first what is there already, then the accounts, then the human.
    select array_agg(p.id order by p.id = p.human_id, p.id) into accounts from person p where p.human_id = human_of(person_close.person_id);
    perform from affiliation f where f.person_id = any (accounts) order by f.id for update;
    perform from commission_member m where m.person_id = any (accounts) order by m.id for update;
    perform from staff_function f where f.person_id = any (accounts) order by f.id for update;
    perform from link_request q where q.person_id = any (accounts) and q.state = 'PENDING' order by q.id for update;
    perform from invitation i where i.person_id = any (accounts) and i.status = 'OPEN' order by i.id for update;
    perform from person p where p.id = any (accounts) order by p.id = p.human_id, p.id for update;
    perform human_held(person_close.person_id);
    if signature_awaited(array(select m.id from commission_member m where m.person_id = any (accounts))) is not null then
        perform refuse('commission_member_signs', 'commission_member', 'he has minutes to sign');
    end if;
    if not exists (select from person p where p.id = person_close.person_id and p.version = person_close.version and p.status = 'ACTIVE')
       or accounts is distinct from array(select p.id from person p where p.human_id = human_of(person_close.person_id)
                                          order by p.id = p.human_id, p.id) then
        return;
    end if;
    update affiliation f set valid_to = greatest(f.valid_from - 1, person_close.closed_on)
    where f.person_id = any (accounts) and coalesce(f.valid_to, 'infinity') > greatest(f.valid_from - 1, person_close.closed_on);
    update commission_member m set mandate_to = greatest(m.mandate_from - 1, person_close.closed_on)
    where m.person_id = any (accounts) and coalesce(m.mandate_to, 'infinity') > greatest(m.mandate_from - 1, person_close.closed_on);
    update staff_function f set valid_to = greatest(f.valid_from - 1, person_close.closed_on)
    where f.person_id = any (accounts) and coalesce(f.valid_to, 'infinity') > greatest(f.valid_from - 1, person_close.closed_on);
    update person p set status = 'CLOSED', closed_on = person_close.closed_on, closed_reason = person_close.reason
    where p.id = any (accounts) and p.status = 'ACTIVE';
    update invitation i set status = 'REVOKED', settled_at = clock_timestamp() where i.person_id = any (accounts) and i.status = 'OPEN';
    update login l set ended_at = clock_timestamp() where l.person_id = any (accounts) and l.ended_at is null;
    update link_request q set state = 'LAPSED', settled_on = greatest(person_close.closed_on, q.asked_on)
    where q.person_id = any (accounts) and q.state = 'PENDING';
    return next person_close.person_id;
end
$$;
comment on function person_close(uuid, int, date, text) is 'The certifier closes the record of a person, with everything that rests on it';
grant execute on function person_close(uuid, int, date, text) to clea_app;

-- --- one's own login ---

-- A subject may be a person and a candidate: both end. Ids of credentials are not guessed, and whoever has one can only end it.
create function login_of_caller(credential_id uuid) returns table (id uuid, version int)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query select l.id, l.version from login l where l.id = credential_id and l.ended_at is null;
end
$$;
comment on function login_of_caller(uuid) is 'The login by which somebody comes, while it is bound';
grant execute on function login_of_caller(uuid) to clea_app, clea_read;

create function login_leave(login_id uuid, version int) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whose bytea;
begin
    select l.digest into whose from login l
    where l.id = login_leave.login_id and l.version = login_leave.version and l.ended_at is null for update;
    if not found then
        return;
    end if;
    update login l set ended_at = clock_timestamp() where l.digest = whose and l.ended_at is null;
    return next login_leave.login_id;
end
$$;
comment on function login_leave(uuid, int) is 'Whoever comes with a login is bound to nobody from now on';
grant execute on function login_leave(uuid, int) to clea_app;
