-- SPDX-License-Identifier: EUPL-1.2
-- Who was evaluated: the identity that is kept with what was given back and sent, and what has become another one since.

-- In one spelling: case, marks, apostrophes, blanks and hyphens make no other name.
create function name_spelt(name text) returns text language sql immutable parallel safe
return array_to_string(first_name_words(name), '');
comment on function name_spelt(text) is 'A name as two spellings of it are one';
grant execute on function name_spelt(text) to clea_app, clea_read;

-- Of printed identities, what makes another person of one: a part that both have and that differs, names but for their spelling. What
-- was unknown and is filled in changes nobody, nor does the name in use; a town counts where no code says which it is.
create function identity_changes(was jsonb, becomes jsonb) returns text[] language sql immutable parallel safe
return (
    select coalesce(array_agg(m.name order by m.name), '{}')
    from (values
        ('birth_name', name_spelt(was ->> 'birth_name'), name_spelt(becomes ->> 'birth_name')),
        ('first_name_1', name_spelt(was ->> 'first_name_1'), name_spelt(becomes ->> 'first_name_1')),
        ('first_name_2', name_spelt(was ->> 'first_name_2'), name_spelt(becomes ->> 'first_name_2')),
        ('first_name_3', name_spelt(was ->> 'first_name_3'), name_spelt(becomes ->> 'first_name_3')),
        ('birth_year', was ->> 'birth_year', becomes ->> 'birth_year'),
        ('birth_month', was ->> 'birth_month', becomes ->> 'birth_month'),
        ('birth_day', was ->> 'birth_day', becomes ->> 'birth_day'),
        ('birth_commune_insee', was ->> 'birth_commune_insee', becomes ->> 'birth_commune_insee'),
        ('birth_country_code', birth_country(was ->> 'birth_commune_insee', was ->> 'birth_country_code'),
                               birth_country(becomes ->> 'birth_commune_insee', becomes ->> 'birth_country_code')),
        ('birth_commune_label',
            case when coalesce(was ->> 'birth_commune_insee', '99') like '99%' then name_spelt(was ->> 'birth_commune_label') end,
            case when coalesce(becomes ->> 'birth_commune_insee', '99') like '99%' then name_spelt(becomes ->> 'birth_commune_label') end)
    ) as m(name, was, becomes)
    where m.was <> m.becomes);
comment on function identity_changes(jsonb, jsonb) is 'Members by which a printed identity is no longer that of the same person; none of where nothing was kept';
grant execute on function identity_changes(jsonb, jsonb) to clea_app, clea_read;

-- From the first results given back on; what was unknown then is kept when it was first known, with what was given back or sent later
-- (evaluation_one_ordinal, file_one_ordinal).
create function evaluated_identity(candidacy_id uuid) returns jsonb
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        select jsonb_object_agg(first.key, first.value)
        from (
            select distinct on (m.key) m.key, m.value
            from (
                select r.holder, 0 as kind, e.ordinal
                from evaluation e join restitution r on r.evaluation_id = e.id
                where e.candidacy_id = evaluated_identity.candidacy_id and e.annulled_on is null and r.holder is not null
                union all
                select f.holder, 1, f.ordinal from file f where f.candidacy_id = evaluated_identity.candidacy_id and f.holder is not null
            ) kept
            cross join lateral jsonb_each(jsonb_strip_nulls(kept.holder)) as m
            order by m.key, kept.kind, kept.ordinal
        ) first);
end
$$;
comment on function evaluated_identity(uuid) is 'Whom the evaluators of a candidacy judged, as a certificate prints it; null when nothing was kept';

-- What a printed identity has otherwise than was evaluated, or, once there is one, than was decided on. The name of a place whose code was
-- known is no change: it may have been filled in from a register that was loaded later.
create function holder_changes_since(candidacy_id uuid, decided jsonb, becomes jsonb) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select unnest(identity_changes(evaluated_identity(candidacy_id), becomes))
                 union
                 select m.name from unnest(holder_changes(decided, becomes)) as m(name)
                 where not (m.name in ('birth_commune_label', 'birth_country_label') and decided ->> m.name is null
                            and birth_country(decided ->> 'birth_commune_insee', decided ->> 'birth_country_code')
                                = birth_country(becomes ->> 'birth_commune_insee', becomes ->> 'birth_country_code')
                            and (m.name = 'birth_country_label' or decided ->> 'birth_commune_insee' = becomes ->> 'birth_commune_insee'))
                 order by 1);
end
$$;
comment on function holder_changes_since(uuid, jsonb, jsonb) is 'Members of a printed identity that are not those of whom was evaluated, or decided on';
grant execute on function holder_changes_since(uuid, jsonb, jsonb) to clea_app, clea_read;

-- Of the record as it is, for whoever reads the file of it.
create function candidacy_identity_changes(candidacy_id uuid) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select identity_changes(evaluated_identity(c.id), candidate_told(c.candidate_id))
            from candidacy c where c.id = candidacy_identity_changes.candidacy_id);
end
$$;
comment on function candidacy_identity_changes(uuid) is 'Members by which the record of a candidacy is no longer that of whom was evaluated';
grant execute on function candidacy_identity_changes(uuid) to clea_app, clea_read;

-- The certifier's statement that a decision may rest on: of the very identity that the record has, and not by whoever gave it that one.
-- Of somebody else than whoever asks first (identity_statement_by_candidate).
create function identity_statement_standing(candidacy_id uuid, person_id uuid, credential_id uuid)
returns table (candidate_id uuid, changed_members text[], statement_id uuid, is_asker boolean)
language plpgsql stable security definer rows 1 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select n.id, m.changed, s.id, s.is_asker
    from candidacy c
    join candidate n on n.id = c.candidate_id
    cross join lateral (select identity_changes(evaluated_identity(c.id), candidate_told(n.id)) as changed) as m
    left join lateral (
        select t.id, not credentials_are_apart(t.stated_with, t.stated_by, identity_statement_standing.credential_id,
                                               identity_statement_standing.person_id, false) as is_asker
        from identity_statement t
        where m.changed <> '{}' and t.candidate_id = n.id and t.other_id is null and t.holder = candidate_told(n.id) - 'sex'
          and t.stands_until >= current_day() and human_of(t.stated_by) is distinct from human_of(n.identity_by)
        order by 2, t.id desc limit 1) as s on true
    where c.id = identity_statement_standing.candidacy_id;
end
$$;
comment on function identity_statement_standing(uuid, uuid, uuid) is 'Whether the record of a candidacy is of another identity than was evaluated, and who states that it is right';
grant execute on function identity_statement_standing(uuid, uuid, uuid) to clea_app, clea_read;

-- What is given back and sent keeps who it is of, and what is decided rests on no other identity unless somebody states it.
create function holder_kept() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    select candidate_told(c.candidate_id) - 'sex' into new.holder from candidacy c where c.id = new.candidacy_id;
    return new;
end
$$;
comment on function holder_kept() is 'Whom it is about, as a certificate prints it that day';
create trigger file_holder before insert on file for each row execute function holder_kept();
create trigger restitution_holder before insert on restitution for each row execute function holder_kept();

create function decision_of_evaluated() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    standing record;
begin
    select s.* into standing from identity_statement_standing(new.candidacy_id, null, null) s;
    new.statement_id := standing.statement_id;
    if standing.changed_members <> '{}' and standing.statement_id is null and new.outcome in ('CERTIFIED', 'REFUSED') then
        perform refuse('decision_of_evaluated', 'decision', 'nobody states that this is who was evaluated');
    end if;
    return new;
end
$$;
comment on function decision_of_evaluated() is 'A decision is about whom was evaluated, or about whom somebody of the certifier states to be the same person';
create trigger decision_of_evaluated before insert on decision for each row execute function decision_of_evaluated();
