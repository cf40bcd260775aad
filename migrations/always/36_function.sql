-- SPDX-License-Identifier: EUPL-1.2
-- Functions of people: what each may act in. A person acts in one at a time (Clea-Function).

-- All that are not over, and those to come, because what is kept of a credential ends when the next of them begins. A clock
-- that pretends stands still: nothing begins or ends by itself then.
create function functions_of(human uuid)
returns table (function_id uuid, person_id uuid, scope text, scope_id uuid, roles text[], time_zone text, name text,
               is_held boolean, changes_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 4 as $$
begin
    return query
    with account as (
        select p.id from person p where p.human_id = human and p.status = 'ACTIVE'
    ), given as (
        select a.id, a.person_id, 'ORGANISM' as scope, a.organism_id as scope_id, array[a.role] as roles, o.name, a.valid_from, a.valid_to
        from account
        join affiliation a on a.person_id = account.id and a.role <> 'EMPLOYEE'
        join organism o on o.id = a.organism_id
        union all
        select m.id, m.person_id, 'COMMISSION', m.commission_id, '{JUROR,CHAIR}', c.name, m.mandate_from, m.mandate_to
        from account
        join commission_member m on m.person_id = account.id
        join commission c on c.id = m.commission_id
        union all
        select f.id, f.person_id, f.scope, f.scope_id, array[f.role], coalesce(n.name, c.name, u.name), f.valid_from, f.valid_to
        from account
        join staff_function f on f.person_id = account.id
        left join network n on f.scope = 'NETWORK' and n.id = f.scope_id
        left join commission c on f.scope = 'COMMISSION' and c.id = f.scope_id
        left join funder u on f.scope = 'FUNDER' and u.id = f.scope_id
    ), placed as (
        select g.*, z.zone, civil_day(z.zone) as today
        from given g
        cross join lateral (select scope_time_zone(g.scope, g.scope_id) as zone) z
        where scope_is_open(g.scope, g.scope_id)
    )
    select p.id, p.person_id, p.scope, p.scope_id, p.roles, p.zone, p.name, p.valid_from <= p.today,
           case when clock.today is null and clock.instant is null
                then (case when p.valid_from > p.today then p.valid_from else p.valid_to + 1 end)::timestamp at time zone p.zone end
    from placed p
    cross join sandbox_clock clock
    where p.valid_to is null or p.valid_to >= p.today;
end
$$;
comment on function functions_of(uuid) is
    'What a human may act in, under any of his accounts: affiliations, mandates, staff functions that are not over';
grant execute on function functions_of(uuid) to clea_app, clea_read;

-- A login is a credential that its inviter gave: it opens what the inviter may give a key for, and no more. What the person does
-- elsewhere, or later as a juror, needs an invitation of the certifier's; as an auditor or an administrator, one of the operator's,
-- which are of the SYSTEM.
create function login_opens(login_id uuid, scope text, scope_id uuid, roles text[]) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (
        select from login l join invitation i on i.id = l.invitation_id
        where l.id = login_id
          and (i.scope = 'SYSTEM'
               or (i.scope = 'CERTIFIER' and not scope_is_operators(login_opens.scope))
               or (i.scope = login_opens.scope and i.scope_id = login_opens.scope_id and not login_opens.roles && '{JUROR,CHAIR}'::text[])));
end
$$;
comment on function login_opens(uuid, text, uuid, text[]) is 'Whether a login acts in a function: those that its inviter could give a key for';

-- A row for the credential itself, the first, and one for each function; of one to come, its beginning alone. A key acts for
-- the scope that it rests on, with all its roles there, and may be told to act in one function of its person there; a login
-- acts in a function and in nothing else, but that of a partner's system, which is what a key of the partner would be. A digest
-- of a key is never that of a login, which is made of more than the key.
create function holder_of(digest bytea[])
returns table (item int, credential text, credential_id uuid, person_id uuid, human_id uuid, function_id uuid, scope text, scope_id uuid,
               roles text[], permissions text[], allowed_from text[], time_zone text, is_held boolean, changes_at timestamptz, refusal text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 2 as $$
begin
    return query
    with key as (
        select k.* from principal_of(digest) k
    ), bound as (
        select asked.item::int, l.id, l.person_id, l.candidate_id, p.human_id, l.partner_scope, l.partner_id, l.roles, l.permissions
        from unnest(digest) with ordinality as asked(digest, item)
        join login l on l.digest = asked.digest and l.ended_at is null
        left join person p on p.id = l.person_id
        left join candidate c on c.id = l.candidate_id
        where l.partner_id is not null or coalesce(p.status, c.status) = 'ACTIVE'
    ), found as (
        select 0 as rank, k.item, 'KEY' as credential, k.key_id as credential_id, k.person_id, k.human_id, null::uuid as function_id,
               k.scope, k.scope_id, k.roles, k.permissions, k.allowed_from, k.time_zone, true as is_held, k.changes_at, k.refusal
        from key k
        union all
        select 1, k.item, 'KEY', k.key_id, k.person_id, k.human_id, f.function_id, k.scope, k.scope_id,
               array(select unnest(f.roles) intersect select unnest(k.roles)), k.permissions, k.allowed_from, k.time_zone,
               f.is_held and f.roles && k.roles, f.changes_at, null
        from key k
        cross join functions_of(k.human_id) f
        where f.person_id = k.person_id and f.scope = k.scope and f.scope_id is not distinct from k.scope_id
        union all
        (select distinct on (b.item) 0, b.item, 'LOGIN', b.id, b.person_id, b.human_id, null::uuid, null, null::uuid, '{}'::text[],
                '{READ,WRITE,KEYS}'::text[], null::text[], 'Europe/Paris', true, null::timestamptz, null
         from bound b where b.partner_id is null order by b.item, b.human_id)
        union all
        select 0, b.item, 'LOGIN', b.id, null, null, null, b.partner_scope, b.partner_id, b.roles, b.permissions, null,
               scope_time_zone(b.partner_scope, b.partner_id), true, null,
               case when not scope_is_open(b.partner_scope, b.partner_id) then 'FUNCTION_ENDED' end
        from bound b where b.partner_id is not null
        union all
        select 1, b.item, 'LOGIN', b.id, f.person_id, b.human_id, f.function_id, f.scope, f.scope_id, f.roles, '{READ,WRITE,KEYS}', null,
               f.time_zone, f.is_held, f.changes_at, null
        from bound b
        cross join functions_of(b.human_id) f
        where login_opens(b.id, f.scope, f.scope_id, f.roles)
        union all
        select 1, b.item, 'LOGIN', b.id, null, null, b.candidate_id, 'CANDIDATE', b.candidate_id, '{CANDIDATE}', '{READ,WRITE,KEYS}', null,
               'Europe/Paris', true, null, null
        from bound b
        where b.candidate_id is not null
    )
    select f.item, f.credential, f.credential_id, f.person_id, f.human_id, f.function_id, f.scope, f.scope_id, f.roles, f.permissions,
           f.allowed_from, f.time_zone, f.is_held, f.changes_at, f.refusal
    from found f
    order by f.item, f.rank, f.function_id;
end
$$;
comment on function holder_of(bytea[]) is 'Who comes with each credential, by its digest, and what he may act in';
grant execute on function holder_of(bytea[]) to clea_app, clea_read;

-- For GET /v1/me/credentials: whoever could act in somebody's name is seen by him, in whatever scope, and whatever he may do there.
create function credentials_of(of_person uuid, of_candidate uuid)
returns table (id uuid, credential text, label text, prefix text, issuer text, person_id uuid, scope text, scope_id uuid, roles text[],
               permissions text[], status text, given_by_id uuid, given_by_name text, last_used_at timestamptz, ends_at timestamptz,
               created_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 4 as $$
declare
    mine uuid[] := array(select p.id from person p where p.human_id = human_of(of_person));
begin
    return query
    select k.id, 'KEY', k.label, k.prefix, null::text, k.person_id, k.scope, k.scope_id, k.roles, k.permissions,
           case s.refusal when 'KEY_REVOKED' then 'REVOKED' when 'KEY_EXPIRED' then 'EXPIRED' when 'FUNCTION_ENDED' then 'ENDED' else 'ACTIVE' end,
           k.created_by_id, person_named(k.created_by_id),
           (select u.last_used_at from api_key_use u where u.key_id = k.id), coalesce(k.revoked_at, k.expires_at), k.created_at
    from (select q.* from api_key q where q.person_id = any (mine)
          union all select q.* from api_key q where of_candidate is not null and q.scope = 'CANDIDATE' and q.scope_id = of_candidate) k
    cross join lateral api_key_standing(k.id) s
    union all
    select l.id, 'LOGIN', null, null, l.issuer, l.person_id, null, null::uuid, null::text[], null::text[],
           case when l.ended_at is null then 'ACTIVE' else 'ENDED' end, i.invited_by_id, person_named(i.invited_by_id), null::timestamptz, l.ended_at,
           l.created_at
    from (select q.* from login q where q.person_id = any (mine)
          union all select q.* from login q where of_candidate is not null and q.candidate_id = of_candidate) l
    join invitation i on i.id = l.invitation_id;
end
$$;
comment on function credentials_of(uuid, uuid) is 'The keys and logins that are bound to a human, or to a candidate, and who gave them';
grant execute on function credentials_of(uuid, uuid) to clea_app, clea_read;

-- For GET /v1/me, which is asked in one function or in none: no policy shows him what he has elsewhere.
create function caller_of(credential text, credential_id uuid)
returns table (person json, functions json)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    with mine as (
        select k.person_id, null::uuid as candidate_id, k.scope, k.scope_id, k.roles, null::uuid as login_id
        from api_key k where caller_of.credential = 'KEY' and k.id = caller_of.credential_id
        union all
        select l.person_id, l.candidate_id, null, null, null, l.id
        from login known
        join login l on l.digest = known.digest and l.ended_at is null
        where caller_of.credential = 'LOGIN' and known.id = caller_of.credential_id
    ), held as (
        select f.function_id, f.scope, f.scope_id, f.name,
               case when m.roles is null then f.roles else array(select unnest(f.roles) intersect select unnest(m.roles) order by 1) end as roles
        from mine m
        join person p on p.id = m.person_id
        cross join functions_of(p.human_id) f
        where f.is_held and (m.login_id is null or login_opens(m.login_id, f.scope, f.scope_id, f.roles))
          and (m.scope is null or (f.scope = m.scope and f.scope_id is not distinct from m.scope_id and f.person_id = m.person_id
                                   and f.roles && m.roles))
        union all
        select m.candidate_id, 'CANDIDATE', m.candidate_id, null, '{CANDIDATE}'
        from mine m where m.candidate_id is not null
    )
    select (select json_build_object('id', p.id, 'last_name', p.last_name, 'first_name', p.first_name)
            from mine m join person p on p.id = m.person_id),
           coalesce((select json_agg(json_build_object('id', h.function_id, 'scope', h.scope, 'scope_id', h.scope_id, 'scope_name', h.name,
                                                       'roles', h.roles) order by h.function_id) from held h), '[]'::json);
end
$$;
comment on function caller_of(text, uuid) is 'The person behind a credential, and every function that he may act in with it';
grant execute on function caller_of(text, uuid) to clea_app, clea_read;
