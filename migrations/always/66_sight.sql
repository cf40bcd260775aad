-- SPDX-License-Identifier: EUPL-1.2
-- Which candidate an organism sees: the record as it is (candidate_access), what it knows of him (candidate_known), or nothing.
--
-- The record as it is: who holds a candidacy of his with his consent, or entered him while no other organism has that. Whoever
-- loses it keeps the record as it was at that moment; who opens a contact on a candidate of others knows that he exists, and his
-- reference, until he consents. candidate_sight_settle() decides, and nothing else writes the two tables. Networks and
-- commissions see through the rows of candidacy_access.

create function candidate_sees_record(candidate_id uuid, organism_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from candidacy c where c.candidate_id = candidate_sees_record.candidate_id
                   and c.owner_org_id = organism_id and c.consent_on is not null)
        or (exists (select from candidate n where n.id = candidate_sees_record.candidate_id and n.created_by_org_id = organism_id)
            and not candidate_is_held_by_other(candidate_sees_record.candidate_id, organism_id)
            and not exists (select from former_owner f join candidacy c on c.id = f.candidacy_id
                            where f.organism_id = candidate_sees_record.organism_id
                              and c.candidate_id = candidate_sees_record.candidate_id));
end
$$;
comment on function candidate_sees_record(uuid, uuid) is
    'Whether an organism sees the record of a candidate as it is: with his consent, or as the one that entered him while nobody else has it';

-- Whoever knows a candidate by the number only asks for the sight of his record by a contact; the candidate opens it, or the
-- certifier (candidate_sight). Nobody is asked about a record that one entered oneself, or that nobody else entered: what
-- another organism did without the consent of the candidate never counts.
create function candidate_needs_sight(candidate_id uuid, organism_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    it uuid := candidate_needs_sight.candidate_id;
    whose uuid := candidate_needs_sight.organism_id;
begin
    return not exists (select from candidate_access a where a.candidate_id = it and a.organism_id = whose)
       and not exists (select from candidate n where (n.id = it or n.merged_into_id = it) and n.created_by_org_id = whose)
       and not exists (select from candidate_sight s join candidate n on n.id = s.candidate_id
                       where (n.id = it or n.merged_into_id = it) and s.organism_id = whose)
       and (exists (select from candidate n where (n.id = it or n.merged_into_id = it) and n.created_by_org_id <> whose)
            or exists (select from candidacy c where c.candidate_id = it and c.owner_org_id <> whose and c.consent_on is not null));
end
$$;
comment on function candidate_needs_sight(uuid, uuid) is
    'Whether somebody else has to open the record of a candidate to an organism, before it says that he consents (decision 34)';
grant execute on function candidate_needs_sight(uuid, uuid) to clea_app, clea_read;

create function candidacy_sight_accepted() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_scope() is not null and candidate_needs_sight(new.candidate_id, new.owner_org_id) then
        perform refuse('candidacy_sight_accepted', 'candidacy', 'the record of the candidate is not open to the organism');
    end if;
    return new;
end
$$;
comment on function candidacy_sight_accepted() is 'No consent is told of a candidate of others whose record was not opened';
create trigger candidacy_sight_accepted before update of consent_on on candidacy for each row
    when (old.consent_on is null and new.consent_on is not null and old.owner_org_id = new.owner_org_id) execute function candidacy_sight_accepted();

-- --- the candidate's word by a code ---

-- The code is for his record, whoever asks to see it: the candidate says to whom when he uses it, and who hands it over learns nothing
-- of who asks. It is given by who holds the record as it is, or by the certifier; who asks holds a reference alone.
create function sight_code_is_given(candidate_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return nation_writes()
        or (current_scope() = 'ORGANISM' and exists (
            select from candidate_access a
            where a.candidate_id = sight_code_is_given.candidate_id and a.organism_id = current_scope_id()));
end
$$;
comment on function sight_code_is_given(uuid) is 'Whether who acts may hand a candidate a code for the sight of his record';
grant execute on function sight_code_is_given(uuid) to clea_app, clea_read;

-- Whoever has a code could try it with one reference after the other: who holds the record would learn that somebody asks, and who.
-- Dry runs tell as much, and count as much; another code of the same giver begins nothing anew.
create function sight_code_tries() returns int language sql immutable parallel safe return 5;
comment on function sight_code_tries() is 'How often the codes of one giver for one record may be tried in vain within seven days';

create function sight_code_is_spent(wrong_count int, wrong_at timestamptz) returns boolean language sql stable
return wrong_count >= sight_code_tries() and wrong_at > clock_timestamp() - interval '7 days';
comment on function sight_code_is_spent(int, timestamptz) is 'Whether a code was tried in vain too often, too lately';

create function sight_codes_are_spent(candidate_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from sight_code s
                   where s.candidate_id = sight_codes_are_spent.candidate_id and s.scope = current_scope()
                     and s.scope_id is not distinct from current_scope_id() and sight_code_is_spent(s.wrong_count, s.wrong_at));
end
$$;
comment on function sight_codes_are_spent(uuid) is 'Whether who acts has given codes for a record that were tried in vain too often';
grant execute on function sight_codes_are_spent(uuid) to clea_app, clea_read;

-- The one before of the same giver is worth nothing any more; after one of the certifier, nobody's is.
create function sight_code_give(candidate_id uuid, code_digest bytea, given_by uuid, expires_at timestamptz) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not sight_code_is_given(sight_code_give.candidate_id)
       or not person_acts_in(sight_code_give.given_by, current_scope(), current_scope_id()) then
        return;
    end if;
    if nation_writes() then
        delete from sight_code s where s.candidate_id = sight_code_give.candidate_id and s.scope <> current_scope();
    end if;
    insert into sight_code (code_digest, candidate_id, scope, scope_id, given_by, expires_at)
    values (sight_code_give.code_digest, sight_code_give.candidate_id, current_scope(), current_scope_id(), sight_code_give.given_by,
            sight_code_give.expires_at)
    on conflict on constraint sight_code_one_of_giver do update
        set code_digest = excluded.code_digest, given_by = excluded.given_by, expires_at = excluded.expires_at, used_at = null,
            created_at = excluded.created_at,
            wrong_count = case when sight_code.wrong_at > clock_timestamp() - interval '7 days' then sight_code.wrong_count else 0 end,
            wrong_at = case when sight_code.wrong_at > clock_timestamp() - interval '7 days' then sight_code.wrong_at end
        where not sight_code_is_spent(sight_code.wrong_count, sight_code.wrong_at);
    if not found then
        return;
    end if;
    return next sight_code_give.candidate_id;
end
$$;
comment on function sight_code_give(uuid, bytea, uuid, timestamptz) is 'A new code for the record of a candidate, in the place of the one before';
grant execute on function sight_code_give(uuid, bytea, uuid, timestamptz) to clea_app;

-- Who has the code is the candidate: he names the contact by its reference, which whoever asks tells him. A reference of somebody
-- else's is nothing to him. A code ends with the sight of who gave it, and opens nothing to those whom its giver acts for too.
create function sight_of_code(code_digest bytea, reference text)
returns table (candidacy_id uuid, candidate_id uuid, organism_id uuid, organism_name text, organism_reference text,
               organism_siret text, organism_city text, time_zone text, is_open boolean,
               is_needed boolean, is_of_asker boolean, given_by uuid)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    select c.id, c.candidate_id, c.owner_org_id, o.name, o.reference, o.siret, o.city, o.time_zone,
           s.used_at is null and s.expires_at > clock_timestamp() and not sight_code_is_spent(s.wrong_count, s.wrong_at)
               and (s.scope = 'CERTIFIER' or exists (select from candidate_access a
                                                     where a.candidate_id = n.now_id and a.organism_id = s.scope_id)),
           coalesce(c.state = 'CONTACT' and candidate_needs_sight(c.candidate_id, c.owner_org_id), false),
           coalesce(person_acts_in(s.given_by, 'ORGANISM', c.owner_org_id), false), s.given_by
    from sight_code s
    cross join lateral (select coalesce(n.merged_into_id, n.id) as now_id from candidate n where n.id = s.candidate_id) n
    left join candidacy c on c.reference = sight_of_code.reference and c.candidate_id = n.now_id
         and not sight_code_is_spent(s.wrong_count, s.wrong_at)
         and (s.used_at is null or exists (select from candidate_sight q where q.candidate_id = n.now_id and q.organism_id = c.owner_org_id
                                           and q.code_given_by = s.given_by))
    left join organism o on o.id = c.owner_org_id
    where s.code_digest = sight_of_code.code_digest;
end
$$;
comment on function sight_of_code(bytea, text) is
    'The contact that a candidate names beside his code, and what the code opens to it; of one that is used, what it has opened';

-- What the code neither opens nor has opened is a try in vain.
create function sight_of_code_tried(code_digest bytea, reference text)
returns table (candidacy_id uuid, candidate_id uuid, organism_id uuid, organism_name text, organism_reference text,
               organism_siret text, organism_city text, time_zone text, is_open boolean,
               is_needed boolean, is_of_asker boolean, given_by uuid)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp rows 1 as $$
begin
    return query
    select * from sight_of_code(sight_of_code_tried.code_digest, sight_of_code_tried.reference);
    update sight_code s set wrong_count = s.wrong_count + 1, wrong_at = clock_timestamp()
    where s.code_digest = sight_of_code_tried.code_digest and not sight_code_is_spent(s.wrong_count, s.wrong_at)
      and not exists (select from sight_of_code(sight_of_code_tried.code_digest, sight_of_code_tried.reference) q
                      where q.candidacy_id is not null and (q.is_needed or s.used_at is not null));
end
$$;
comment on function sight_of_code_tried(bytea, text) is 'sight_of_code() for who comes with a code: it counts what it is tried with in vain';
grant execute on function sight_of_code_tried(bytea, text) to clea_app, clea_read;

-- No row when somebody was faster: who comes second waits for the first, and then finds the code used.
create function sight_open_by_code(code_digest bytea, reference text, accepted_on date, reason text) returns setof uuid
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    asked record;
begin
    perform from sight_code s where s.code_digest = sight_open_by_code.code_digest for update;
    select * into asked from sight_of_code(sight_open_by_code.code_digest, sight_open_by_code.reference) q
    where q.is_open and q.is_needed and not q.is_of_asker;
    if not found then
        return;
    end if;
    update sight_code s set used_at = clock_timestamp() where s.code_digest = sight_open_by_code.code_digest;
    insert into candidate_sight (candidate_id, organism_id, accepted_on, is_granted, code_given_by, reason)
    values (asked.candidate_id, asked.organism_id, sight_open_by_code.accepted_on, false, asked.given_by, sight_open_by_code.reason);
    return next asked.candidacy_id;
end
$$;
comment on function sight_open_by_code(bytea, text, date, text) is 'The record of a candidate opened by his code, once';
grant execute on function sight_open_by_code(bytea, text, date, text) to clea_app;

-- The policy says that a candidate opens his own record; that no login of the asker's does it in his name, this: who has only that.
create function candidate_sight_word() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if exists (select from login l where l.candidate_id = new.candidate_id and l.ended_at is null
               and credential_is_given_by(l.id, 'ORGANISM', new.organism_id))
       and not exists (select from login l where l.candidate_id = new.candidate_id and l.ended_at is null
                       and not credential_is_given_by(l.id, 'ORGANISM', new.organism_id))
       and not exists (select from api_key k where k.scope = 'CANDIDATE' and k.scope_id = new.candidate_id and k.status = 'ACTIVE') then
        perform refuse('candidate_sight_word', 'candidate_sight', 'the login of the candidate came from the organism that asks');
    end if;
    return new;
end
$$;
comment on function candidate_sight_word() is 'No organism opens a record to itself by a login that it gave the candidate';
create trigger candidate_sight_word before insert on candidate_sight for each row
    when (not new.is_granted and new.code_given_by is null) execute function candidate_sight_word();

create policy sight_code_auditor on sight_code for select to clea_auditor using (true);
grant select (candidate_id, scope, scope_id, given_by, expires_at, used_at, created_at, wrong_count, wrong_at) on sight_code
    to clea_auditor;

create function candidate_sight_settle(candidate_id uuid, organism_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    it uuid := candidate_sight_settle.candidate_id;
    whose uuid := candidate_sight_settle.organism_id;
begin
    if candidate_sees_record(it, whose) then
        insert into candidate_access values (it, whose) on conflict do nothing;
        delete from candidate_known k where k.candidate_id = it and k.organism_id = whose;
        return;
    end if;
    delete from candidate_access a where a.candidate_id = it and a.organism_id = whose;
    if found then
        insert into candidate_known (candidate_id, organism_id, reference, record)
        select n.id, whose, n.reference, to_jsonb(n) from candidate n where n.id = it
        on conflict on constraint candidate_known_pk do update set record = excluded.record;
    else
        insert into candidate_known (candidate_id, organism_id, reference, record)
        select n.id, whose, n.reference, jsonb_build_object('id', n.id, 'reference', n.reference, 'status', n.status)
        from candidate n where n.id = it
          and exists (select from candidacy c where c.candidate_id = it and c.owner_org_id = whose)
        on conflict do nothing;
    end if;
end
$$;
comment on function candidate_sight_settle(uuid, uuid) is
    'Puts an organism where it belongs: the record as it is, as it was when it lost it, the reference alone, or nothing';

create function candidate_entered() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into candidate_access values (new.id, new.created_by_org_id);
    return null;
end
$$;
comment on function candidate_entered() is 'Who enters a candidate sees him';
create trigger candidate_entered after insert on candidate for each row
    when (new.created_by_org_id is not null) execute function candidate_entered();

-- A consent takes the record away from who entered the candidate without one.
create function candidacy_opens_sight() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform candidate_sight_settle(new.candidate_id, new.owner_org_id);
    if new.consent_on is not null then
        perform candidate_sight_settle(a.candidate_id, a.organism_id)
        from candidate_access a where a.candidate_id = new.candidate_id and a.organism_id <> new.owner_org_id;
    end if;
    return null;
end
$$;
comment on function candidacy_opens_sight() is 'A contact shows that the candidate exists, his consent shows who he is';
create trigger candidacy_opens_sight after insert on candidacy for each row execute function candidacy_opens_sight();
create trigger candidacy_opens_sight_later after update of consent_on on candidacy for each row
    when (old.consent_on is null and new.consent_on is not null) execute function candidacy_opens_sight();

-- Behind candidate_merge_follow, by the order of the names. A record that is known as it was stays known.
create function candidate_sight_merged() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    organisms uuid[] := array(select a.organism_id from candidate_access a where a.candidate_id = new.id
                              union
                              select k.organism_id from candidate_known k where k.candidate_id = new.id);
begin
    delete from candidate_access a where a.candidate_id = new.id;
    delete from candidate_known k where k.candidate_id = new.id and not k.record ? 'birth_name';
    perform candidate_sight_settle(new.merged_into_id, o.id) from unnest(organisms) as o(id);
    return null;
end
$$;
comment on function candidate_sight_merged() is 'Who followed a record that is merged follows the one it went to';
create trigger candidate_sight_merged after update of merged_into_id on candidate for each row
    when (old.merged_into_id is null and new.merged_into_id is not null) execute function candidate_sight_merged();

-- What the rules ask of a candidate, of whom the asker may see less than they need.
create function candidate_judged(candidate_id uuid)
returns table (id uuid, identity_parts text[], sex text, birth_year int, birth_month int, birth_day int, birth_commune_insee text,
               birth_postal_code text, birth_country_code text, version int)
language plpgsql stable security definer rows 1 as $$
begin
    return query
    select c.id, c.identity_parts, c.sex, c.birth_year, c.birth_month, c.birth_day, c.birth_commune_insee, c.birth_postal_code,
           c.birth_country_code, c.version
    from public.candidate c where c.id = candidate_judged.candidate_id;
end
$$;
comment on function candidate_judged(uuid) is
    'A candidate for the guards of a candidacy that the caller sees: which parts of his identity are known; never for a view';
grant execute on function candidate_judged(uuid) to clea_app, clea_read;

create function candidate_is_seen(scope text, scope_id uuid, candidate_id uuid) returns boolean
language plpgsql stable as $$
begin
    return public.candidate_is_visible(scope, scope_id, candidate_is_seen.candidate_id, null)
        or (scope = 'ORGANISM' and public.current_reach() is null and exists (
            select from public.candidate_known k
            where k.candidate_id = candidate_is_seen.candidate_id and k.organism_id = candidate_is_seen.scope_id));
end
$$;
comment on function candidate_is_seen(text, uuid, uuid) is
    'Whether a scope sees a candidate, or knows of him (candidate_seen); row-level security says the same a second time';
grant execute on function candidate_is_seen(text, uuid, uuid) to clea_app, clea_read;

create policy candidate_access_read on candidate_access for select to clea_app, clea_read using (
    (current_scope() = 'ORGANISM' and organism_id = current_scope_id()
     and (current_reach() is null
          or exists (select from candidacy_access a where a.candidate_id = candidate_access.candidate_id offset 0)))
    or (current_scope() = 'NETWORK' and exists (
        select from candidacy_access a where a.candidate_id = candidate_access.candidate_id
          and a.scope_id = candidate_access.organism_id offset 0)));
create policy candidate_sight_read on candidate_sight for select to clea_app, clea_read using (
    (current_scope() = 'CANDIDATE' and candidate_id = current_scope_id())
    or (current_scope() = 'ORGANISM' and organism_id = current_scope_id() and current_reach() is null));
create policy candidate_sight_insert on candidate_sight for insert to clea_app with check (
    current_scope() = 'CANDIDATE' and candidate_id = current_scope_id() and not is_granted and code_given_by is null);
create policy candidate_sight_auditor on candidate_sight for select to clea_auditor using (true);
grant select on candidate_sight to clea_app, clea_read, clea_auditor;
grant insert on candidate_sight to clea_app;
create policy candidate_known_read on candidate_known for select to clea_app, clea_read using (
    current_scope() = 'ORGANISM' and organism_id = current_scope_id() and current_reach() is null);
create policy candidate_known_national on candidate_known for select to clea_national, clea_national_read using (false);
create policy candidate_access_auditor on candidate_access for select to clea_auditor using (true);
create policy candidate_known_auditor on candidate_known for select to clea_auditor using (true);
grant select on candidate_access, candidate_known to clea_app, clea_read, clea_auditor;
