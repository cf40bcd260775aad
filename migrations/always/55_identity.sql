-- SPDX-License-Identifier: EUPL-1.2
-- Who a person is: what may be one person, who is followed, and that nobody is followed twice unnoticed.
-- lib/identity.h says which parts there are and makes them; here they are only compared.

-- Second and third first names are of two persons when each has one that the other has not: whoever leaves one out names nobody else,
-- and an initial may be any name that begins with it.
create function other_names_differ(a text[], b text[]) returns boolean language sql immutable parallel safe
return exists (select from unnest(a) as mine where mine is not null and not exists (
                   select from unnest(b) as yours where mine = yours or (char_length(mine) = 1 and starts_with(yours, mine))
                                                     or (char_length(yours) = 1 and starts_with(mine, yours))))
   and exists (select from unnest(b) as yours where yours is not null and not exists (
                   select from unnest(a) as mine where mine = yours or (char_length(mine) = 1 and starts_with(yours, mine))
                                                    or (char_length(yours) = 1 and starts_with(mine, yours))));
comment on function other_names_differ(text[], text[]) is 'Whether two persons are told apart by their first names behind the first';
grant execute on function other_names_differ(text[], text[]) to clea_app, clea_read;

-- Two identities may be one person's when both have their names and no part that both have differs.
create function identities_may_be_one(a text[], b text[]) returns boolean language sql immutable parallel safe
return coalesce(a[1] = b[1] and a[2] = b[2], false)
   and not coalesce(a[3] <> b[3], false) and not coalesce(a[4] <> b[4], false) and not coalesce(a[5] <> b[5], false)
   and not coalesce(a[6] <> b[6], false) and not coalesce(a[7] <> b[7], false) and not coalesce(a[8] <> b[8], false)
   and not coalesce(a[11] <> b[11], false) and not other_names_differ(array[a[9], a[10]], array[b[9], b[10]]);
comment on function identities_may_be_one(text[], text[]) is 'Whether no known part of two identities differs; without names nothing is anybody''s';
grant execute on function identities_may_be_one(text[], text[]) to clea_app, clea_read;

-- The lock under which records of one birth name are compared. By the name alone: a record whose year is unknown must meet
-- all the others of its name.
create function identity_lock_id(parts text[]) returns uuid language plpgsql immutable parallel safe as $$
begin
    return encode(substr(sha256(convert_to(coalesce(parts[1], ''), 'UTF8')), 1, 16), 'hex')::uuid;
end
$$;
comment on function identity_lock_id(text[]) is 'What check_facts() calls an identity: the beginning of the SHA-256 of the folded birth name';
grant execute on function identity_lock_id(text[]) to clea_app, clea_read;

-- A file that the certifier cancelled as an error or as a duplicate follows nobody.
create function candidate_is_followed(candidate_id uuid) returns boolean
language plpgsql stable security definer as $$
begin
    return exists (select from public.candidacy c where c.candidate_id = candidate_is_followed.candidate_id
                   and c.information_on is not null and coalesce(c.cancel_reason, '') not in ('ERROR', 'DUPLICATE'));
end
$$;
comment on function candidate_is_followed(uuid) is 'Whether a candidate was ever informed, by any organism';
grant execute on function candidate_is_followed(uuid) to clea_app, clea_read;

-- Words as names are compared: no case, no marks, no apostrophes, parted by whatever blank or hyphen. An initial is a word of one letter.
create function first_name_words(name text) returns text[] language sql immutable parallel safe
return string_to_array(btrim(regexp_replace(lower(regexp_replace(normalize(
    replace(replace(replace(replace(name, 'Œ', 'OE'), 'œ', 'oe'), 'Æ', 'AE'), 'æ', 'ae'), NFKD), '[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F''’]', '', 'g')),
    '[ .\u2010-\u2015-]+', ' ', 'g')), ' ');
comment on function first_name_words(text) is 'The words of a first name, for first_names_may_be_one()';
grant execute on function first_name_words(text) to clea_app, clea_read;

create function first_names_may_be_one(a text, b text) returns boolean language plpgsql immutable parallel safe as $$
declare
    longer text[] := public.first_name_words(a);
    shorter text[] := public.first_name_words(b);
    swapped text[];
begin
    if cardinality(longer) < cardinality(shorter) then
        swapped := longer; longer := shorter; shorter := swapped;
    end if;
    if coalesce(cardinality(shorter), 0) = 0 then
        return false;
    end if;
    for i in 1 .. cardinality(shorter) loop
        if not (shorter[i] = longer[i] or (char_length(shorter[i]) = 1 and starts_with(longer[i], shorter[i]))
                or (char_length(longer[i]) = 1 and starts_with(shorter[i], longer[i]))) then
            return false;
        end if;
    end loop;
    return cardinality(shorter) = cardinality(longer) or char_length(shorter[cardinality(shorter)]) = 1;
end
$$;
comment on function first_names_may_be_one(text, text) is
    'Whether two first names differ in nothing but words of which one has the initial only: what an initial stands for is not known (decision 37)';
grant execute on function first_names_may_be_one(text, text) to clea_app, clea_read;

-- Of the same birth name: who has the same first name (candidate_by_names), who has an initial that it may stand for
-- (candidate_by_initials), and of an initial whomever it may stand for; whose first name is written in two, or who has two that are written
-- in one (candidate_by_two_names, candidate_by_three_names): then those behind them are not compared. `first_name`: of a record that is to
-- be corrected, its new one.
create function candidates_alike(candidate_id uuid, parts text[], first_name text default null)
returns table (other_id uuid, is_followed boolean)
language plpgsql stable security definer rows 2 as $$
declare
    named text := coalesce(first_name, (select c.first_name_1 from public.candidate c where c.id = candidates_alike.candidate_id));
begin
    return query
    select o.id, public.candidate_is_followed(o.id)
    from (
        select n.id, false as is_joined from public.candidate n where n.identity_parts[1] = parts[1] and n.identity_parts[2] = parts[2]
        union
        select n.id, true from public.candidate n
        where n.identity_parts[1] = parts[1]
          and n.identity_parts[2] = any (array[parts[2] || parts[9], parts[2] || parts[9] || parts[10]])
        union
        select n.id, true from public.candidate n
        where n.identity_parts[1] = parts[1] and n.identity_parts[9] is not null
          and n.identity_parts[2] || n.identity_parts[9] = parts[2]
        union
        select n.id, true from public.candidate n
        where n.identity_parts[1] = parts[1] and n.identity_parts[10] is not null
          and n.identity_parts[2] || n.identity_parts[9] || n.identity_parts[10] = parts[2]
        union
        select n.id, false from public.candidate n
        where n.identity_parts[1] = parts[1] and n.first_name_1 ~ '(^|[ .\u00A0\u202F\u2010-\u2015-])[^ .\u00A0\u202F\u2010-\u2015-][\u0300-\u036F]*([ .\u00A0\u202F\u2010-\u2015-]|$)'
          and public.first_names_may_be_one(n.first_name_1, named)
        union
        select n.id, false from public.candidate n
        where named ~ '(^|[ .\u00A0\u202F\u2010-\u2015-])[^ .\u00A0\u202F\u2010-\u2015-][\u0300-\u036F]*([ .\u00A0\u202F\u2010-\u2015-]|$)' and n.identity_parts[1] = parts[1]
          and public.first_names_may_be_one(n.first_name_1, named)
    ) near
    join public.candidate o on o.id = near.id
    where public.identities_may_be_one(o.identity_parts, array[
              parts[1], o.identity_parts[2], parts[3], parts[4], parts[5], parts[6], parts[7], parts[8],
              case when not near.is_joined then parts[9] end, case when not near.is_joined then parts[10] end, parts[11]])
      and o.status = 'ACTIVE' and o.id <> candidates_alike.candidate_id
      and not exists (select from public.candidate_distinct d
                      where (d.candidate_id = o.id and d.other_id = candidates_alike.candidate_id)
                         or (d.other_id = o.id and d.candidate_id = candidates_alike.candidate_id))
    order by o.id;
end
$$;
comment on function candidates_alike(uuid, text[], text) is
    'Other records that may be of the same person and were not stated distinct; whether the asker may see them is for the statement that asks';
grant execute on function candidates_alike(uuid, text[], text) to clea_app, clea_read;

create function candidates_alike_count(candidate_id uuid, parts text[], first_name text default null) returns bigint
language plpgsql stable as $$
begin
    return (select count(*) from public.candidates_alike(candidates_alike_count.candidate_id, parts, first_name) a where a.is_followed);
end
$$;
comment on function candidates_alike_count(uuid, text[], text) is 'How many of those who look alike are followed';
grant execute on function candidates_alike_count(uuid, text[], text) to clea_app, clea_read;

create function candidates_alike_seen(scope text, scope_id uuid, candidate_id uuid, parts text[], first_name text default null) returns uuid[]
language plpgsql stable as $$
begin
    return (select array_agg(a.other_id order by a.other_id)
            from public.candidates_alike(candidates_alike_seen.candidate_id, parts, first_name) a
            join public.candidate o on o.id = a.other_id
            where a.is_followed and public.candidate_is_visible(scope, candidates_alike_seen.scope_id, o.id, o.created_by_org_id));
end
$$;
comment on function candidates_alike_seen(text, uuid, uuid, text[], text) is 'Those of them whom the asker sees';
grant execute on function candidates_alike_seen(text, uuid, uuid, text[], text) to clea_app, clea_read;

create function state_distinct(candidate_id uuid, parts text[], first_name text default null) returns int
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ours candidate;
    stated int;
begin
    select c.* into ours from candidate c where c.id = state_distinct.candidate_id;
    if ours.id is null or not coalesce(case when scope_is_tenant(current_scope())
        then candidate_is_visible(current_scope(), current_scope_id(), ours.id, ours.created_by_org_id) else nation_asks() end, false) then
        return 0;
    end if;
    perform check_facts(array['LOCK'], array[identity_lock_id(coalesce(parts, ours.identity_parts))], array[0]);
    insert into candidate_distinct (candidate_id, other_id, acting_org_id)
    select ours.id, a.other_id, case when current_scope() = 'ORGANISM' then current_scope_id() end
    from candidates_alike(ours.id, coalesce(parts, ours.identity_parts), first_name) a
    on conflict do nothing;
    get diagnostics stated = row_count;
    return stated;
end
$$;
comment on function state_distinct(uuid, text[], text) is
    'The caller states that his candidate is none of those who look alike (with these parts; null = with his own); how many they were';
grant execute on function state_distinct(uuid, text[], text) to clea_app;

create function refuse_followed_twice(candidate_id uuid, parts text[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform check_facts(array['LOCK'], array[identity_lock_id(parts)], array[0]);
    if exists (select from candidates_alike(refuse_followed_twice.candidate_id, parts) a where a.is_followed) then
        perform refuse('candidate_possible_duplicate', 'candidate', 'another record, of which no known part differs, is followed already');
    end if;
end
$$;
comment on function refuse_followed_twice(uuid, text[]) is 'Under the lock of the name: nobody who may be the same person is followed';

create function candidacy_informs_once() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform refuse_followed_twice(c.id, c.identity_parts) from candidate c where c.id = new.candidate_id;
    return null;
end
$$;
comment on function candidacy_informs_once() is 'Nobody begins to be followed twice unnoticed';
create trigger candidacy_informs_once after insert on candidacy for each row
    when (new.information_on is not null) execute function candidacy_informs_once();
create trigger candidacy_informs_once_later after update of information_on on candidacy for each row
    when (old.information_on is null and new.information_on is not null) execute function candidacy_informs_once();

-- A correction makes nobody who is followed the same as another one. What recompute brings to another rule was judged before.
create function candidate_corrected_apart() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if candidate_is_followed(new.id) then
        perform refuse_followed_twice(new.id, new.identity_parts);
    end if;
    return null;
end
$$;
comment on function candidate_corrected_apart() is 'Nobody who is followed becomes another one unnoticed';
create trigger candidate_corrected_apart after update of identity_parts on candidate for each row
    when (old.identity_parts is distinct from new.identity_parts and old.name_rule = new.name_rule and new.status = 'ACTIVE')
    execute function candidate_corrected_apart();

-- Beside the words of names stand the year and the commune of birth, under a sign that no name has: a search by one of them looks at
-- those who have it, in the same order and by the same indexes.
create function candidate_marks(birth_year int, birth_commune_insee text) returns text[] language sql immutable parallel safe
return array_remove(array['#' || birth_year, '@' || birth_commune_insee], null);
comment on function candidate_marks(int, text) is 'What a candidate is searched by beside the words of the names: #1988, @59350';
grant execute on function candidate_marks(int, text) to clea_app, clea_read;

create function candidate_words_follow() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    words text[] := new.search_words || candidate_marks(new.birth_year, new.birth_commune_insee);
begin
    delete from candidate_word w where w.candidate_id = new.id and w.word <> all (words);
    insert into candidate_word (candidate_id, word)
    select new.id, word from unnest(words) as word where word <> ''
    on conflict do nothing;
    return null;
end
$$;
comment on function candidate_words_follow() is 'The rows of candidate_word are the words of the record, and its marks';
create trigger candidate_words_made after insert on candidate for each row execute function candidate_words_follow();
create trigger candidate_words_changed after update of search_words, birth_year, birth_commune_insee on candidate for each row
    when (old.search_words is distinct from new.search_words or old.birth_year is distinct from new.birth_year
          or old.birth_commune_insee is distinct from new.birth_commune_insee)
    execute function candidate_words_follow();

-- Who may correct a record: as row-level security says, which asks here.
create function candidate_is_correctable(scope text, scope_id uuid, candidate_id uuid, created_by_org_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return scope_writes_all(scope)
        or (scope = 'CANDIDATE' and candidate_is_correctable.candidate_id = scope_id)
        or (scope = 'ORGANISM'
            and ((created_by_org_id = scope_id and not candidate_is_held_by_other(candidate_is_correctable.candidate_id, scope_id))
                 or exists (select from candidacy c where c.candidate_id = candidate_is_correctable.candidate_id
                            and c.owner_org_id = scope_id and c.consent_on is not null)));
end
$$;
comment on function candidate_is_correctable(text, uuid, uuid, uuid) is
    'Whether a scope corrects a candidate: the organism in charge with his consent, else the one that entered him, the candidate, the certifier';
grant execute on function candidate_is_correctable(text, uuid, uuid, uuid) to clea_app, clea_read;

-- Whose words a scope looks among: its own, or its members' that day. Of who sees the country nobody's in particular.
create function candidate_word_organisms(scope text, scope_id uuid) returns setof uuid
language plpgsql stable rows 20 set search_path = pg_catalog, public, pg_temp as $$
begin
    if scope = 'ORGANISM' then
        return next candidate_word_organisms.scope_id;
    elsif scope = 'NETWORK' then
        return query select m.organism_id from network_membership m
            where m.network_id = candidate_word_organisms.scope_id
              and m.valid_from <= current_day() and (m.valid_to is null or m.valid_to >= current_day());
    end if;
end
$$;
comment on function candidate_word_organisms(text, uuid) is 'The organisms among whose candidates a scope searches';
grant execute on function candidate_word_organisms(text, uuid) to clea_app, clea_read;

-- Definer functions that look among words look among the asker's, whatever they are told.
create function candidate_words_are_his(scope text, scope_id uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce(scope = current_scope() and case when scope_is_tenant(scope) then scope_id = current_scope_id() and current_reach() is null
                                                     else nation_asks() end, false);
end
$$;
comment on function candidate_words_are_his(text, uuid) is 'Whether who asks is who is said to ask, and sees all of his organisms or the country';
grant execute on function candidate_words_are_his(text, uuid) to clea_app, clea_read;

-- Where a word ends to be looked for: a name goes on behind its beginning, a mark does not.
create function candidate_word_end(word text) returns text language sql immutable parallel safe
return word || case when word ~ '^[#@]' then '' else U&'\+10FFFF' end;
comment on function candidate_word_end(text) is 'The last word that a search for this one finds';
grant execute on function candidate_word_end(text) to clea_app, clea_read;

-- The word of a search that the fewest begin with, of a search without words the empty one. No more than `most` entries of an index are
-- looked at for each (candidate_word_by_word, candidate_access_word_pk). Null: every word has more, and nothing is looked for by it.
-- Definer: the policies would be asked of each entry, and the asker's own are all that is counted.
create function candidate_word_rarest(scope text, scope_id uuid, words text[], most int) returns text
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    rarest text;
    fewest int := most + 1;
    asked text;
    counted int;
begin
    if not candidate_words_are_his(scope, scope_id) then
        return null;
    end if;
    for asked in select w from unnest(case when words = '{}' then array[''] else words end) as w order by char_length(w) desc loop
        if scope_sees_all(scope) then
            select count(*) into counted from (
                select from candidate_word w where w.word >= asked and w.word <= candidate_word_end(asked) limit fewest) f;
        else
            select count(*) into counted from (
                select from candidate_word_organisms(scope, candidate_word_rarest.scope_id) o (id)
                join candidate_access_word w on w.organism_id = o.id and w.word >= asked and w.word <= candidate_word_end(asked)
                limit fewest) f;
        end if;
        if counted < fewest then
            rarest := asked;
            fewest := counted;
        end if;
        exit when fewest = 0;
    end loop;
    return rarest;
end
$$;
comment on function candidate_word_rarest(text, uuid, text[], int) is 'Of the words of a search that which leads to the fewest; null when each leads to too many';
grant execute on function candidate_word_rarest(text, uuid, text[], int) to clea_app, clea_read;

-- Whom the words of a search lead to, `most` at most: who has the rarest of them; or, where each alone is common (Jean Martin), who has
-- all of those that 16 times as many entries begin with, which are read from the index side by side. Null: more, or no word is rarer.
-- Definer, as above.
create function candidates_led_to(scope text, scope_id uuid, words text[], most int) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    rarest text := candidate_word_rarest(scope, scope_id, words, most);
    asked text;
    entries uuid[];
    ids uuid[];
    used int := 0;
begin
    if not candidate_words_are_his(scope, scope_id) then
        return null;
    end if;
    for asked in select distinct w from unnest(case when rarest is null then words else array[rarest] end) as w loop
        if scope_sees_all(scope) then
            entries := array(select w.candidate_id from candidate_word w where w.word >= asked and w.word <= candidate_word_end(asked)
                             order by w.word limit 16 * most + 1); -- the order names the index, also to a plan that is made on an empty table
        else
            entries := array(select w.candidate_id from candidate_word_organisms(scope, candidates_led_to.scope_id) o (id)
                             join candidate_access_word w on w.organism_id = o.id and w.word >= asked and w.word <= candidate_word_end(asked)
                             limit 16 * most + 1);
        end if;
        continue when cardinality(entries) > 16 * most;
        ids := case when used = 0 then array(select distinct e from unnest(entries) as e)
                    else array(select e from unnest(ids) as e intersect select e from unnest(entries) as e) end;
        used := used + 1;
    end loop;
    return case when cardinality(ids) <= most then ids end;
end
$$;
comment on function candidates_led_to(text, uuid, text[], int) is 'Candidates that the words of a search lead to; null when they are too many';
grant execute on function candidates_led_to(text, uuid, text[], int) to clea_app, clea_read;

-- Who looks by words among the words of everybody, or of whole organisms; the others look among their own.
create function candidate_words_are_asked(scope text, reference text) returns boolean
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return reference is null and (scope_sees_all(scope) or (scope in ('ORGANISM', 'NETWORK') and current_reach() is null));
end
$$;
comment on function candidate_words_are_asked(text, text) is 'Whether a search is one by words';
grant execute on function candidate_words_are_asked(text, text) to clea_app, clea_read;

-- Among the records of an organism, or of the members of a network, those of a word that have the others too: definer, as above.
create function candidates_by_word(scope text, scope_id uuid, led_to uuid[], named text[], marks text[]) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if candidate_words_are_his(scope, scope_id) then
        return query
        select c.id
        from unnest(led_to) as f (id)
        join candidate c on c.id = f.id
        where exists (select from candidate_word_organisms(scope, scope_id) o (id)
                      join candidate_access a on a.organism_id = o.id and a.candidate_id = c.id)
          and marks <@ candidate_marks(c.birth_year, c.birth_commune_insee)
          and not exists (select from unnest(named) as asked(word) where not exists (
                select from unnest(c.search_words) as w(word) where starts_with(w.word, asked.word)));
    end if;
end
$$;
comment on function candidates_by_word(text, uuid, uuid[], text[], text[]) is 'Candidates of whole organisms by a word and what else they must have';
grant execute on function candidates_by_word(text, uuid, uuid[], text[], text[]) to clea_app, clea_read;

-- Candidates that a scope sees: by reference, or by the beginnings of words of their names and by their marks.
-- plpgsql keeps a plan for each way. Whom the words lead to is found by an index, of the country (candidate_word_by_word) or of an
-- organism (candidate_access_word_pk), those of a network organism by organism; of these the other words and the marks are asked. Few
-- have other words: who only trains begins with whom he trains, and a record that an organism lost is found by what it knows.
create function candidates_found(scope text, scope_id uuid, reference text, words text[], most int) returns setof uuid
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
    named text[] := array(select w from unnest(words) as w where w !~ '^[#@]');
    marks text[] := array(select w from unnest(words) as w where w ~ '^[#@]');
    led_to uuid[] := case when candidate_words_are_asked(scope, reference) then candidates_led_to(scope, scope_id, words, most) end;
    survivor_id uuid;
begin
    if reference is not null then
        survivor_id := (select m.survivor_id from candidates_moved(array[null::uuid], array[candidates_found.reference]) m);
        if survivor_id is not null then -- that of a record which was merged finds the one that was kept
            return query select c.id from candidate_seen c where c.id = survivor_id
                and candidate_is_seen(candidates_found.scope, candidates_found.scope_id, c.id);
            return;
        end if;
        return query select c.id from candidate_seen c where c.reference = candidates_found.reference
            and candidate_is_seen(candidates_found.scope, candidates_found.scope_id, c.id);
    elsif scope_sees_all(scope) then
        return query
        select f.candidate_id
        from unnest(led_to) as f (candidate_id)
        where not exists (select from unnest(words) as asked(word) where not exists (
                select from candidate_word w where w.candidate_id = f.candidate_id
                   and w.word >= asked.word and w.word <= candidate_word_end(asked.word)));
    elsif candidate_words_are_asked(scope, reference) then
        return query
        select f.id from candidates_by_word(scope, scope_id, led_to, named, marks) f (id)
        union
        select k.candidate_id
        from candidate_known k
        where candidates_found.scope = 'ORGANISM' and k.organism_id = candidates_found.scope_id and k.name_key > '' and led_to is not null
          and marks <@ candidate_marks((k.record ->> 'birth_year')::int, k.record ->> 'birth_commune_insee')
          and not exists (select from unnest(named) as asked(word) where not exists (
                select from jsonb_array_elements_text(k.record -> 'search_words') as w(word) where starts_with(w.word, asked.word)));
    else
        return query
        with seen as (
            select k.candidate_id as id from candidate_known k
            where candidates_found.scope = 'ORGANISM' and k.organism_id = candidates_found.scope_id
            union
            select a.candidate_id from candidacy_access a
            where candidates_found.scope = 'ORGANISM' and current_reach() is not null and a.scope = 'ORGANISM'
              and a.scope_id = candidates_found.scope_id
              and a.candidacy_id = any (current_reach())
            union
            select c.id from candidate c where candidates_found.scope = 'CANDIDATE' and c.id = candidates_found.scope_id
            union
            select a.candidate_id from candidacy_access a
            where candidates_found.scope = 'COMMISSION' and a.scope = 'COMMISSION' and a.scope_id = candidates_found.scope_id
        )
        select c.id from seen s join candidate_seen c on c.id = s.id
        where not exists (select from unnest(named) as asked(word) where not exists (
                select from unnest(c.search_words) as w(word) where starts_with(w.word, asked.word)));
    end if;
end
$$;
comment on function candidates_found(text, uuid, text, text[], int) is
    'Candidates of a scope by reference, or by the beginnings of words of their names and by marks; row-level security says the same a second time';
grant execute on function candidates_found(text, uuid, text, text[], int) to clea_app, clea_read;
