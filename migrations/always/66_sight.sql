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
    current_scope() = 'CANDIDATE' and candidate_id = current_scope_id() and not is_granted);
create policy candidate_sight_auditor on candidate_sight for select to clea_auditor using (true);
grant select on candidate_sight to clea_app, clea_read, clea_auditor;
grant insert on candidate_sight to clea_app;
create policy candidate_known_read on candidate_known for select to clea_app, clea_read using (
    current_scope() = 'ORGANISM' and organism_id = current_scope_id() and current_reach() is null);
create policy candidate_known_national on candidate_known for select to clea_national, clea_national_read using (false);
create policy candidate_access_auditor on candidate_access for select to clea_auditor using (true);
create policy candidate_known_auditor on candidate_known for select to clea_auditor using (true);
grant select on candidate_access, candidate_known to clea_app, clea_read, clea_auditor;
