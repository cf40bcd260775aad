-- SPDX-License-Identifier: EUPL-1.2
-- Who calls: keys, what they rest on, and the few acts by which they change.
--
-- The application never writes api_key: it makes, rotates and revokes keys through api_key_create(), api_key_rotate() and
-- api_key_revoke(), which look at who asks. None of them makes a key of a national scope (CERTIFIER, AUDITOR, SYSTEM) or of a
-- candidate, whoever asks: those come from the operator (`clea-server keys`), as the owner of the table. And nobody, the
-- owner included, changes what a key is or brings back one that was revoked.

create function civil_day(zone text) returns date language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select coalesce((c.instant at time zone zone)::date, c.today, (clock_timestamp() at time zone zone)::date)
            from sandbox_clock c);
end
$$;
comment on function civil_day(text) is 'The civil date in a time zone, as day_in() tells it once a scope is set; for those who ask before';

-- An organism that is suspended, or a commission that is closed, has no keys that open.
create function scope_is_open(scope text, scope_id uuid) returns boolean language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return case scope
        when 'ORGANISM' then exists (select from organism o where o.id = scope_is_open.scope_id and o.status = 'ACTIVE')
        when 'NETWORK' then exists (select from network n where n.id = scope_is_open.scope_id and n.status = 'ACTIVE')
        when 'COMMISSION' then exists (select from commission c where c.id = scope_is_open.scope_id and c.status = 'ACTIVE')
        when 'FUNDER' then exists (select from funder f where f.id = scope_is_open.scope_id and f.status = 'ACTIVE')
        when 'CANDIDATE' then exists (select from candidate c where c.id = scope_is_open.scope_id and c.status = 'ACTIVE')
        else true end;
end
$$;
comment on function scope_is_open(text, uuid) is 'Whether the organism, network, commission, funder or candidate is there and active; national scopes always are';
grant execute on function scope_is_open(text, uuid) to clea_app, clea_read;

create function scope_time_zone(scope text, scope_id uuid) returns text language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce(case scope
        when 'ORGANISM' then (select o.time_zone from organism o where o.id = scope_time_zone.scope_id)
        when 'COMMISSION' then (select c.time_zone from commission c where c.id = scope_time_zone.scope_id) end, 'Europe/Paris');
end
$$;
comment on function scope_time_zone(text, uuid) is 'Where acts of a scope are done; of everybody but organisms and commissions, Paris';
grant execute on function scope_time_zone(text, uuid) to clea_app, clea_read;

create function person_roles(person_id uuid, scope text, scope_id uuid, on_day date) returns text[] language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select f.role from affiliation f
        where scope = 'ORGANISM' and f.person_id = person_roles.person_id and f.organism_id = person_roles.scope_id
          and f.role <> 'EMPLOYEE' and f.valid_from <= on_day and (f.valid_to is null or f.valid_to >= on_day)
        union
        select mandate.role from commission_member m, (values ('JUROR'), ('CHAIR')) as mandate(role)
        where scope = 'COMMISSION' and m.person_id = person_roles.person_id and m.commission_id = person_roles.scope_id
          and m.mandate_from <= on_day and (m.mandate_to is null or m.mandate_to >= on_day)
        union
        select f.role from staff_function f
        where f.person_id = person_roles.person_id and f.scope = person_roles.scope and f.scope_id is not distinct from person_roles.scope_id
          and f.valid_from <= on_day and (f.valid_to is null or f.valid_to >= on_day)
        order by 1);
end
$$;
comment on function person_roles(uuid, text, uuid, date) is 'The roles of the functions that a person has in a scope on a day';

create function person_roles_today(person_id uuid, scope text, scope_id uuid) returns text[] language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return person_roles(person_id, scope, scope_id, civil_day(scope_time_zone(scope, scope_id)));
end
$$;
comment on function person_roles_today(uuid, text, uuid) is 'The roles of the functions that a person has in a scope, on the day it is there';
grant execute on function person_roles_today(uuid, text, uuid) to clea_app, clea_read;

-- Expiry is of the real clock, functions are of the settable one. When a refusal or a role may change without anybody writing
-- anything, changes_at says so: the end of the key, or of the day.
create function api_key_standing(key_id uuid, out roles text[], out refusal text, out time_zone text, out changes_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    k api_key;
    person_status text;
begin
    select * into k from api_key a where a.id = key_id;
    time_zone := scope_time_zone(k.scope, k.scope_id);
    roles := k.roles;
    if k.person_id is not null then
        select p.status into person_status from person p where p.id = k.person_id;
        roles := array(select role from unnest(k.roles) role
                       intersect select unnest(person_roles_today(k.person_id, k.scope, k.scope_id)) order by 1);
    end if;
    refusal := case
        when k.is_sandbox <> (select c.is_sandbox from sandbox_clock c) then 'TOKEN_INVALID'
        when k.status = 'REVOKED' then 'KEY_REVOKED'
        when k.expires_at <= clock_timestamp() then 'KEY_EXPIRED'
        when person_status = 'CLOSED' or cardinality(roles) = 0 or not scope_is_open(k.scope, k.scope_id) then 'FUNCTION_ENDED' end;
    changes_at := least(k.expires_at, (date_trunc('day', clock_timestamp() at time zone time_zone) + interval '1 day') at time zone time_zone);
end
$$;
comment on function api_key_standing(uuid) is 'What a key opens right now: its roles of today, or why it opens nothing';

create function principal_of(hash bytea[])
returns table (item int, key_id uuid, person_id uuid, human_id uuid, scope text, scope_id uuid, roles text[], permissions text[],
               allowed_from text[], time_zone text, changes_at timestamptz, refusal text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    select asked.item::int, k.id, k.person_id, p.human_id, k.scope, k.scope_id, s.roles, k.permissions, k.allowed_from::text[],
           s.time_zone, s.changes_at, s.refusal
    from unnest(hash) with ordinality as asked(hash, item)
    join api_key k on k.hash = asked.hash
    cross join lateral api_key_standing(k.id) s
    left join person p on p.id = k.person_id;
end
$$;
comment on function principal_of(bytea[]) is 'Who holds each key, by its SHA-256: the only way the application reaches a key; works before any scope is set';
grant execute on function principal_of(bytea[]) to clea_app, clea_read;

-- What an owner is shown.
create function api_key_state(key_id uuid) returns text language plpgsql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select case s.refusal when 'KEY_REVOKED' then 'REVOKED' when 'KEY_EXPIRED' then 'EXPIRED' when 'FUNCTION_ENDED' then 'ENDED'
                                  else 'ACTIVE' end
            from api_key k cross join lateral api_key_standing(k.id) s
            where k.id = key_id
              and (nation_asks() or (scope_is_tenant(k.scope) and k.scope = current_scope() and k.scope_id = current_scope_id())));
end
$$;
comment on function api_key_state(uuid) is 'ACTIVE, EXPIRED, ENDED (what it rests on has ended) or REVOKED; of a key that the asker sees';
grant execute on function api_key_state(uuid) to clea_app, clea_read;

-- Domain page 3.2: whoever has seen the key of a juror opens, votes and closes in his place, so neither the secretary nor the certifier,
-- who never vote, makes one or makes one anew: a juror signs in, or has his key from the operator.
create function api_key_is_managed(scope text, scope_id uuid, roles text[]) returns boolean language plpgsql stable as $$
begin
    return case public.current_scope()
        when 'CERTIFIER' then public.nation_writes() and scope in ('ORGANISM', 'NETWORK', 'COMMISSION', 'FUNDER')
             and not roles && '{JUROR,CHAIR}'::text[]
        when 'COMMISSION' then scope = 'COMMISSION' and scope_id = public.current_scope_id() and not roles && '{JUROR,CHAIR}'::text[]
        when 'ORGANISM' then scope = 'ORGANISM' and scope_id = public.current_scope_id()
        when 'NETWORK' then scope = 'NETWORK' and scope_id = public.current_scope_id()
        else false end;
end
$$;
comment on function api_key_is_managed(text, uuid, text[]) is 'Whether who asks may make such a key, or make it anew';
grant execute on function api_key_is_managed(text, uuid, text[]) to clea_app;

-- What a key that is made with a credential would have and the credential has not, in the words of the body; null = nothing. A key
-- bounds those that it makes by its own addresses, end and permissions; of a system, and of the same human, by its roles too. A
-- login ends when it is ended, is used from anywhere, and acts with the roles of its function: what that may give is api_key_is_managed's
-- to say; of a system, it has the roles and permissions that it was given.
create function api_key_excess(made_with uuid, person_id uuid, roles text[], permissions text[], allowed_from cidr[], expires_at timestamptz)
returns text language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    k api_key;
    l login;
begin
    select * into k from api_key a where a.id = made_with;
    if not found then
        select * into l from login b where b.id = made_with and b.ended_at is null;
        return case when not found then 'permissions'
                    when l.partner_id is null then null
                    when not api_key_excess.roles <@ l.roles then 'roles'
                    when not api_key_excess.permissions <@ l.permissions then 'permissions' end;
    end if;
    return case
        when k.allowed_from is not null
             and (api_key_excess.allowed_from is null
                  or exists (select from unnest(api_key_excess.allowed_from) asked(range)
                             where not exists (select from unnest(k.allowed_from) own(range) where asked.range <<= own.range)))
            then 'allowed_from'
        when k.expires_at is not null and coalesce(api_key_excess.expires_at, 'infinity') > k.expires_at then 'expires_at'
        when (k.person_id is null or human_of(k.person_id) is not distinct from human_of(api_key_excess.person_id))
             and not api_key_excess.roles <@ k.roles then 'roles'
        when not api_key_excess.permissions <@ k.permissions then 'permissions' end;
end
$$;
comment on function api_key_excess(uuid, uuid, text[], text[], cidr[], timestamptz) is
    'In what a new key would go beyond the credential that makes it; null = in nothing';
grant execute on function api_key_excess(uuid, uuid, text[], text[], cidr[], timestamptz) to clea_app, clea_read;

-- Somebody answers for the key of a person; and no key grows by making another.
create function api_key_handed_on(made_with uuid, made_by uuid, person_id uuid, roles text[], permissions text[], allowed_from cidr[],
                                  expires_at timestamptz) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if api_key_handed_on.person_id is not null and made_by is null then
        perform refuse('api_key_by_person', 'api_key', 'a system hands out no credential of a person');
    elsif api_key_excess(made_with, api_key_handed_on.person_id, api_key_handed_on.roles, api_key_handed_on.permissions,
                         api_key_handed_on.allowed_from, api_key_handed_on.expires_at) is not null then
        perform refuse('api_key_within_maker', 'api_key', 'a key makes none that is wider than itself');
    end if;
end
$$;
comment on function api_key_handed_on(uuid, uuid, uuid, text[], text[], cidr[], timestamptz) is 'Refuses a key that its maker may not hand on';

create function api_key_create(id uuid, hash bytea, prefix text, person_id uuid, scope text, scope_id uuid, roles text[],
    permissions text[], allowed_from cidr[], label text, expires_at timestamptz, created_by_id uuid, made_with uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not coalesce(api_key_is_managed(scope, scope_id, roles), false) then
        perform refuse('api_key_managed', 'api_key', 'a key is made by who answers for its scope');
    end if;
    perform api_key_handed_on(made_with, api_key_create.created_by_id, api_key_create.person_id, api_key_create.roles,
                              api_key_create.permissions, api_key_create.allowed_from, api_key_create.expires_at);
    insert into api_key (id, hash, prefix, person_id, scope, scope_id, roles, permissions, allowed_from, label, expires_at,
                         created_by_id, is_sandbox)
    select api_key_create.id, api_key_create.hash, api_key_create.prefix, api_key_create.person_id, api_key_create.scope,
           api_key_create.scope_id, api_key_create.roles, api_key_create.permissions, api_key_create.allowed_from,
           api_key_create.label, api_key_create.expires_at, api_key_create.created_by_id, c.is_sandbox
    from sandbox_clock c;
    return api_key_create.id;
end
$$;
comment on function api_key_create(uuid, bytea, text, uuid, text, uuid, text[], text[], cidr[], text, timestamptz, uuid, uuid) is
    'The only way the application makes a key';
grant execute on function api_key_create(uuid, bytea, text, uuid, text, uuid, text[], text[], cidr[], text, timestamptz, uuid, uuid)
    to clea_app;

-- Without looking at who asks, which is the operator's: null when the key is not there, or works no more.
create function api_key_replace(old_id uuid, new_id uuid, new_hash bytea, new_prefix text, new_expires_at timestamptz,
    overlap_until timestamptz, created_by_id uuid) returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    k api_key;
begin
    select * into k from api_key a
    where a.id = old_id and a.status = 'ACTIVE' and (a.expires_at is null or a.expires_at > clock_timestamp())
    for update;
    if not found then
        return null;
    elsif exists (select from api_key a where a.id = k.rotated_from_id and a.status = 'ACTIVE'
                  and (a.expires_at is null or a.expires_at > clock_timestamp())) then
        perform refuse('api_key_two_at_most', 'api_key', 'two keys of one holder and their successor would work at once');
    end if;
    insert into api_key (id, hash, prefix, person_id, scope, scope_id, roles, permissions, allowed_from, label, expires_at,
                         created_by_id, is_sandbox, rotated_from_id)
    values (new_id, new_hash, new_prefix, k.person_id, k.scope, k.scope_id, k.roles, k.permissions, k.allowed_from, k.label,
            new_expires_at, api_key_replace.created_by_id, k.is_sandbox, k.id);
    update api_key a set expires_at = least(a.expires_at, overlap_until) where a.id = old_id;
    return new_id;
end
$$;
comment on function api_key_replace(uuid, uuid, bytea, text, timestamptz, timestamptz, uuid) is
    'A new key in the place of one, which works for a while yet';

-- No row when the key is no longer as it was read.
create function api_key_rotate(old_id uuid, old_version int, new_id uuid, new_hash bytea, new_prefix text, new_expires_at timestamptz,
    overlap_until timestamptz, created_by_id uuid, made_with uuid) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    k api_key;
begin
    select * into k from api_key a where a.id = old_id and a.version = old_version for update;
    if not found then
        return;
    elsif not coalesce(api_key_is_managed(k.scope, k.scope_id, k.roles), false) then
        perform refuse('api_key_managed', 'api_key', 'a key is rotated by who answers for its scope');
    end if;
    perform api_key_handed_on(made_with, api_key_rotate.created_by_id, k.person_id, k.roles, k.permissions, k.allowed_from, new_expires_at);
    return query
    select made.id from api_key_replace(old_id, new_id, new_hash, new_prefix, new_expires_at, overlap_until,
                                        api_key_rotate.created_by_id) as made(id)
    where made.id is not null;
end
$$;
comment on function api_key_rotate(uuid, int, uuid, bytea, text, timestamptz, timestamptz, uuid, uuid) is
    'The only way the application makes a key anew';
grant execute on function api_key_rotate(uuid, int, uuid, bytea, text, timestamptz, timestamptz, uuid, uuid) to clea_app;

-- Whoever sees a key may end it: the certifier those of his house too, and a secretary those of the jurors. Those of auditors and
-- operators the operator alone.
create function api_key_revoke(key_id uuid, old_version int) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    update api_key k set status = 'REVOKED', revoked_at = clock_timestamp()
    where k.id = key_id and k.version = old_version and k.status = 'ACTIVE'
      and ((current_scope() = 'CERTIFIER' and nation_writes() and not scope_is_operators(k.scope))
           or (k.scope = current_scope() and k.scope_id = current_scope_id() and k.scope in ('ORGANISM', 'NETWORK', 'COMMISSION')))
    returning k.id;
end
$$;
comment on function api_key_revoke(uuid, int) is 'Ends a key for good';
grant execute on function api_key_revoke(uuid, int) to clea_app;

-- A key says what its person is there, and is never more than that; the functions may end later, and the key with them.
create function api_key_begins() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if new.person_id is not null and exists (select from person p where p.id = new.person_id and p.status = 'CLOSED') then
        perform refuse('api_key_person_active', 'api_key', 'a key is of a person who is active');
    elsif new.person_id is not null and not new.roles <@ person_roles_today(new.person_id, new.scope, new.scope_id) then
        perform refuse('api_key_function_held', 'api_key', 'a key has roles that its person holds');
    elsif not scope_is_open(new.scope, new.scope_id) then
        perform refuse('api_key_scope_open', 'api_key', 'a key is of an organism, network or commission that is active');
    end if;
    return new;
end
$$;
comment on function api_key_begins() is 'A new key rests on something that is there';
create trigger api_key_begins before insert on api_key for each row execute function api_key_begins();

-- The candidate of a merged record takes his keys with him.
create function api_key_is_fixed() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if (new.hash, new.prefix, new.scope, new.roles, new.permissions, new.is_sandbox)
           is distinct from (old.hash, old.prefix, old.scope, old.roles, old.permissions, old.is_sandbox)
       or (new.person_id, new.rotated_from_id, new.created_by_id, new.created_at)
           is distinct from (old.person_id, old.rotated_from_id, old.created_by_id, old.created_at)
       or (new.scope_id is distinct from old.scope_id and old.scope <> 'CANDIDATE') then
        perform refuse('api_key_fixed', 'api_key', 'what a key is does not change');
    elsif old.status = 'REVOKED' and (new.status, new.revoked_at) is distinct from (old.status, old.revoked_at)
       or (old.expires_at <= clock_timestamp() and new.expires_at is distinct from old.expires_at) then
        perform refuse('api_key_not_revived', 'api_key', 'a key that has ended stays so');
    end if;
    return new;
end
$$;
comment on function api_key_is_fixed() is 'A key never becomes another one, nor works again once it has ended';
create trigger api_key_fixed before update on api_key for each row execute function api_key_is_fixed();

create policy api_key_read on api_key for select to clea_app, clea_read using (
    scope_is_tenant(current_scope()) and scope = current_scope() and scope_id = current_scope_id());
create policy api_key_use_read on api_key_use for select to clea_app, clea_read using (
    exists (select from api_key k where k.id = api_key_use.key_id));
create policy api_key_use_auditor on api_key_use for select to clea_auditor using (true);

-- Several loops and instances tell it: the latest counts, and a row moves once a minute at most.
create function api_keys_used(key_ids uuid[], used_at timestamptz[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into api_key_use as u (key_id, last_used_at)
    select k.id, max(asked.used_at)
    from unnest(key_ids, used_at) as asked(key_id, used_at)
    join api_key k on k.id = asked.key_id
    where asked.used_at <= clock_timestamp() + interval '1 minute'
    group by k.id order by k.id
    on conflict (key_id) do update set last_used_at = excluded.last_used_at
    where excluded.last_used_at > u.last_used_at + interval '59 seconds';
end
$$;
comment on function api_keys_used(uuid[], timestamptz[]) is 'Notes when keys were used';
grant execute on function api_keys_used(uuid[], timestamptz[]) to clea_app;

-- Never the digest, by which a key is found.
grant select (id, prefix, person_id, scope, scope_id, roles, permissions, allowed_from, label, status, expires_at, is_sandbox,
    rotated_from_id, created_by_id, revoked_at, version, created_at) on api_key to clea_app, clea_read, clea_auditor;
grant select on api_key_use to clea_app, clea_read, clea_auditor;
