-- SPDX-License-Identifier: EUPL-1.2
-- Candidates: matching, merging, seeing.

-- Who has a whole identity beside this record: of the people of one key, none whom other first names or a town of birth tell apart, and
-- none of whom the certifier stated that he is another one. Whoever stated it does not act on it: `person_id`.
create function identity_held(key text, parts text[], candidate_id uuid, person_id uuid)
returns table (other_id uuid, other_rank int, is_by_asker boolean)
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select n.id, n.identity_rank, coalesce(stated.is_by_asker, false)
    from candidate n
    left join lateral (
        select bool_and(human_of(s.stated_by) is not distinct from human_of(identity_held.person_id)) as is_by_asker
        from candidate_distinct d join identity_statement s on s.id = d.statement_id
        where (d.candidate_id = n.id and d.other_id = identity_held.candidate_id)
           or (d.other_id = n.id and d.candidate_id = identity_held.candidate_id)) as stated on true
    where n.identity_key = identity_held.key and n.status = 'ACTIVE' and n.id is distinct from identity_held.candidate_id
      and identities_may_be_one(n.identity_parts, parts) and coalesce(stated.is_by_asker, true)
    order by n.identity_rank;
end
$$;
comment on function identity_held(text, text[], uuid, uuid) is 'The active record that certainly is of the person of a whole identity';
grant execute on function identity_held(text, text[], uuid, uuid) to clea_app, clea_read;

create function match_candidates(keys text[], identities text[]) returns table (item int, candidate_id uuid)
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select distinct on (asked.item) asked.item::int, coalesce(c.merged_into_id, c.id)
    from unnest(keys, identities) with ordinality as asked(key, parts, item)
    -- Apart, because each has an index of its own: candidate_one_identity, candidate_by_survivor.
    cross join lateral (
        select n.id, n.status, n.merged_into_id, n.identity_parts from candidate n where n.identity_key = asked.key and n.status = 'ACTIVE'
        union all
        select n.id, n.status, n.merged_into_id, n.identity_parts from candidate n
        where n.merged_into_id is not null and n.status = 'MERGED' and n.identity_key = asked.key) c
    where identities_may_be_one(c.identity_parts, string_to_array(asked.parts, '|', ''))
    order by asked.item, c.status, c.id;
end
$$;
comment on function match_candidates(text[], text[]) is 'The candidate of a full civil identity, by its key and parts; of a record that was merged, the one it was merged into; nothing of him is shown';
grant execute on function match_candidates(text[], text[]) to clea_app, clea_read;

-- Whoever has the very same identity has the very same place in the index, which then refuses the second of them, also of two that did not
-- see each other; whoever is known to be another person has the next one.
create function candidate_identity_ranked() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.identity_rank := coalesce(
        (select h.other_rank from identity_held(new.identity_key, new.identity_parts, new.id, new.identity_by) h limit 1),
        (select max(n.identity_rank) + 1 from candidate n
         where n.identity_key = new.identity_key and n.status = 'ACTIVE' and n.id <> new.id), 0);
    return new;
end
$$;
comment on function candidate_identity_ranked() is 'One active record of a person, of as many people as have one identity';
create trigger candidate_identity_ranked before insert on candidate for each row
    when (new.identity_key is not null and new.status = 'ACTIVE') execute function candidate_identity_ranked();
create trigger candidate_identity_ranked_again before update of identity_key, identity_parts, status on candidate for each row
    when (new.identity_key is not null and new.status = 'ACTIVE'
          and (old.identity_key is distinct from new.identity_key or old.identity_parts is distinct from new.identity_parts
               or old.status <> new.status))
    execute function candidate_identity_ranked();

-- That two records are of two persons is a statement on the pair.
create function identity_stated_distinct() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into candidate_distinct as d (candidate_id, other_id, statement_id) values (new.candidate_id, new.other_id, new.id)
    on conflict on constraint candidate_distinct_pk do update set statement_id = new.id;
    return null;
end
$$;
comment on function identity_stated_distinct() is 'Two of whom the certifier states that they are two are so for all that compares them';
create trigger identity_stated_distinct after insert on identity_statement for each row
    when (new.is_distinct) execute function identity_stated_distinct();

create function candidate_is_merged_into(old_id uuid, new_id uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return exists (select from public.candidate c where c.id = old_id and c.status = 'MERGED' and c.merged_into_id = new_id);
end
$$;
comment on function candidate_is_merged_into(uuid, uuid) is 'Whether what belongs to the first record may move to the second';
grant execute on function candidate_is_merged_into(uuid, uuid) to clea_app;

-- The certifier's alone, into a record that is active and stays so until the commit; never taken back.
create function candidate_merge_guard() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if (new.status = 'MERGED' or old.status = 'MERGED') and not nation_writes() then
        perform refuse('candidate_merged_by_certifier', 'candidate', 'only the certifier merges records');
    end if;
    if old.status = 'MERGED' then
        if new.status <> 'MERGED' or not candidate_is_merged_into(old.merged_into_id, new.merged_into_id) then
            perform refuse('candidate_merge_fixed', 'candidate', 'a merge only follows the merge of its survivor');
        end if;
    elsif new.status = 'MERGED' then
        perform from candidate c where c.id = new.merged_into_id and c.status = 'ACTIVE' for share;
        if old.status <> 'ACTIVE' or not found then
            perform refuse('candidate_merge_of_active', 'candidate', 'both records of a merge are active');
        end if;
    end if;
    return new;
end
$$;
comment on function candidate_merge_guard() is 'An active record is merged into an active one, by the certifier, for good';
create trigger candidate_merge_guard before update of status, merged_into_id on candidate for each row
    when ((old.status, old.merged_into_id) is distinct from (new.status, new.merged_into_id))
    execute function candidate_merge_guard();

-- All that names the old record names the survivor: earlier merges, candidacies (from their next version), the register, keys.
create function candidate_merge_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    kept jsonb := (select to_jsonb(c) from candidate c where c.id = new.merged_into_id);
    moved uuid[] := array(select c.id from candidacy c where c.candidate_id = new.id order by c.id);
begin
    update candidate set merged_into_id = new.merged_into_id where merged_into_id = new.id;
    update candidacy set candidate_id = new.merged_into_id, version = version + 1 where candidate_id = new.id;
    if identity_printed(kept) is distinct from (identity_printed(to_jsonb(new))) then
        perform candidacy_identity_corrected(m.id, new.merged_by) from unnest(moved) as m(id);
    end if;
    update certificate set candidate_id = new.merged_into_id where candidate_id = new.id;
    update appointment set candidate_id = new.merged_into_id where candidate_id = new.id;
    update api_key set scope_id = new.merged_into_id where scope = 'CANDIDATE' and scope_id = new.id;
    -- Who was invited under the record that ended is invited again under the one that was kept.
    update invitation set status = 'REVOKED', settled_at = clock_timestamp(), version = version + 1
    where candidate_id = new.id and status = 'OPEN';
    return null;
end
$$;
comment on function candidate_merge_follow() is 'What was of the merged record is of the survivor';
create trigger candidate_merge_follow after update of merged_into_id on candidate for each row
    when (old.merged_into_id is null and new.merged_into_id is not null) execute function candidate_merge_follow();

-- An old identifier or reference leads on; whether the asker sees the survivor is decided by the statement that asks.
create function candidates_moved(ids uuid[], reference_texts text[]) returns table (item int, survivor_id uuid)
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select asked.item::int, c.merged_into_id
    from unnest(ids, reference_texts) with ordinality as asked(id, reference, item)
    join candidate c on (c.id = asked.id or c.reference = asked.reference) and c.status = 'MERGED';
end
$$;
comment on function candidates_moved(uuid[], text[]) is 'Where the record of an old identifier or reference went; nothing else of it';
grant execute on function candidates_moved(uuid[], text[]) to clea_app, clea_read;

-- Whom an identifier names now: whoever looks for what is a candidate's finds it by that of a record which was merged too.
create function candidate_now(candidate_id uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce((select c.merged_into_id from candidate c where c.id = candidate_now.candidate_id and c.status = 'MERGED'),
                    candidate_now.candidate_id);
end
$$;
comment on function candidate_now(uuid) is 'The record that an identifier of a candidate leads to';
grant execute on function candidate_now(uuid) to clea_app, clea_read;

-- Before consent an organism that merely linked a candidate (A37) reads him, but does not correct what others entered.
create function candidate_is_held_by_other(candidate_id uuid, organism_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return exists (select from candidacy c
                   where c.candidate_id = candidate_is_held_by_other.candidate_id
                     and c.owner_org_id <> organism_id and c.consent_on is not null);
end
$$;
comment on function candidate_is_held_by_other(uuid, uuid) is 'Whether another organism is in charge of a candidate with his consent: the one that entered him corrects him no more';
grant execute on function candidate_is_held_by_other(uuid, uuid) to clea_app;

create function candidate_is_visible(scope text, scope_id uuid, candidate_id uuid, created_by_org_id uuid)
returns boolean language plpgsql stable as $$
begin
    return public.scope_sees_all(scope)
        or (scope = 'CANDIDATE' and candidate_is_visible.candidate_id = scope_id)
        or (scope in ('ORGANISM', 'NETWORK') and exists (
            select from public.candidate_access a where a.candidate_id = candidate_is_visible.candidate_id
              and (candidate_is_visible.scope = 'NETWORK' or a.organism_id = candidate_is_visible.scope_id)))
        or (scope = 'COMMISSION' and exists (
            select from public.candidacy_access a where a.candidate_id = candidate_is_visible.candidate_id
              and a.scope = 'COMMISSION' and a.scope_id = candidate_is_visible.scope_id));
end
$$;
comment on function candidate_is_visible(text, uuid, uuid, uuid) is
    'Whether a scope sees the record of a candidate as it is, as a parameter of a statement; row-level security says the same a second time';
grant execute on function candidate_is_visible(text, uuid, uuid, uuid) to clea_app, clea_read;
