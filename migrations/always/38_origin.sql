-- SPDX-License-Identifier: EUPL-1.2
-- Whose hands a login or key came from, and hence what it may answer: acts that need two are done by two.

-- From whom a credential came: whoever invited to the login or made the key, and from there on along everything that they ever had
-- themselves, since who has one account of another may hand out the next. Its own holder is none of them, unless the way leads
-- back. Of a side whose credential is not known, everything that the person ever had counts. What the operator gave came from nobody.
create function credential_givers(credential_id uuid, person_id uuid) returns table (human_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 4 as $$
begin
    return query
    with recursive giver(human_id) as (
        select human_of(i.invited_by_id) from login l join invitation i on i.id = l.invitation_id
        where l.id = credential_givers.credential_id and i.invited_by_id is not null
        union
        select human_of(k.created_by_id) from api_key k
        where k.id = credential_givers.credential_id and k.created_by_id is not null
        union
        select human_of(credential_givers.person_id) where credential_givers.credential_id is null and credential_givers.person_id is not null
        union
        select given.human_id from giver g
        cross join lateral (
            select human_of(i.invited_by_id) as human_id
            from person p join login l on l.person_id = p.id join invitation i on i.id = l.invitation_id
            where p.human_id = g.human_id and i.invited_by_id is not null
            union all
            select human_of(k.created_by_id) from person p join api_key k on k.person_id = p.id
            where p.human_id = g.human_id and k.created_by_id is not null) as given
    )
    select g.human_id from giver g;
end
$$;
comment on function credential_givers(uuid, uuid) is 'The humans who handed out a login or key, and those who handed out theirs, all the way up';

-- An act names whom it is of, and keeps with what it was entered.
create function credential_hand(credential_id uuid, named_id uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    hand uuid;
begin
    select coalesce(k.person_id, l.person_id) into hand
    from (select credential_hand.credential_id as id) as c
    left join api_key k on k.id = c.id -- api_key_pk
    left join login l on l.id = c.id; -- login_pk
    if hand is null or hand = credential_hand.named_id or human_of(hand) = human_of(credential_hand.named_id) then
        return null;
    end if;
    return hand;
end
$$;
comment on function credential_hand(uuid, uuid) is 'Who came with a key or login, where it is another human than who is named; null = the same, or a system';
grant execute on function credential_hand(uuid, uuid) to clea_app, clea_read;

-- Whether one credential may complete what another began, wherever an act needs two persons or two sides: the humans that each came from,
-- its own and all its givers, have nobody in common. The same in either direction. Between tenants the people of the certifier
-- count as holders alone: theirs are the first keys of everybody, and they could grant the act by themselves.
create function credentials_are_apart(one uuid, one_person uuid, other uuid, other_person uuid, between_tenants boolean) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    holders uuid[] := array[human_of(one_person), human_of(other_person)];
begin
    if holders[1] = holders[2] then
        return false;
    end if;
    return not exists (
        select from (select holders[1] as human_id union select g.human_id from credential_givers(one, one_person) g) as mine
        join (select holders[2] as human_id union select g.human_id from credential_givers(other, other_person) g) as yours
             on yours.human_id = mine.human_id
        where not between_tenants or mine.human_id = any (holders) or not person_acts_in(mine.human_id, 'CERTIFIER', null));
end
$$;
comment on function credentials_are_apart(uuid, uuid, uuid, uuid, boolean) is
    'Whether two who come with these credentials are two: no human holds or handed out both, all the way up';
grant execute on function credentials_are_apart(uuid, uuid, uuid, uuid, boolean) to clea_app, clea_read, clea_national, clea_national_read;

-- A key is shown to whoever makes it, who may come with it; a login is bound at an identity provider, and is its holder's own. Two
-- keys from the same hands sign for one. Of a key that is not known nothing is held against anybody.
create function keys_are_of_one_hand(one uuid, one_person uuid, other uuid, other_person uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from api_key k where k.id = one) and exists (select from api_key k where k.id = other)
       and not credentials_are_apart(one, one_person, other, other_person, false);
end
$$;
comment on function keys_are_of_one_hand(uuid, uuid, uuid, uuid) is 'Whether two come with keys that one human made, or one of them for the other';
grant execute on function keys_are_of_one_hand(uuid, uuid, uuid, uuid) to clea_app, clea_read, clea_national, clea_national_read;

-- Of what binds a side and a person, the answer is no answer when the side that asks gave the credential that answers, or somebody on
-- the way by which it came acts for that side.
create function credential_is_given_by(credential_id uuid, scope text, scope_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return credential_is_given_by.scope <> 'CERTIFIER'
       and (exists (select from login l join invitation i on i.id = l.invitation_id
                    where l.id = credential_is_given_by.credential_id
                      and i.scope = credential_is_given_by.scope and i.scope_id is not distinct from credential_is_given_by.scope_id)
            or exists (select from credential_givers(credential_is_given_by.credential_id, null) g
                       where person_acts_in(g.human_id, credential_is_given_by.scope, credential_is_given_by.scope_id)));
end
$$;
comment on function credential_is_given_by(uuid, text, uuid) is
    'Whether a credential came of an invitation of this organism, network or commission, or by way of a human who acts for it';
grant execute on function credential_is_given_by(uuid, text, uuid) to clea_app, clea_read;

-- Who answers for a person is the person: by a login, or by a key that came from the certifier, the operator, or the side that recorded
-- him, as a code does. A key that another employer made is that employer's word. None of them when somebody handed it out who acts
-- for the side that asks.
create function credential_speaks(credential_id uuid, person_id uuid, asker_scope text, asker_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    human uuid := human_of(credential_speaks.person_id);
begin
    return exists (
            select from login l where l.id = credential_id and l.ended_at is null and human_of(l.person_id) = human
              and not credential_is_given_by(l.id, asker_scope, asker_id))
        or exists (
            select from api_key k join person p on p.id = credential_speaks.person_id
            where k.id = credential_id and human_of(k.person_id) = human
              and (k.created_by_id is null or person_acts_in(k.created_by_id, 'CERTIFIER', null)
                   or (k.scope = p.created_by_scope and k.scope_id is not distinct from p.created_by_scope_id))
              and not (asker_scope <> 'CERTIFIER' and exists (
                       select from credential_givers(k.id, null) g
                       where g.human_id <> human and person_acts_in(g.human_id, asker_scope, asker_id))));
end
$$;
comment on function credential_speaks(uuid, uuid, text, uuid) is 'Whether who comes with a credential is the person who is asked, and nobody in his place';
grant execute on function credential_speaks(uuid, uuid, text, uuid) to clea_app, clea_read;
