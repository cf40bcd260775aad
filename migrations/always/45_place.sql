-- SPDX-License-Identifier: EUPL-1.2
-- Communes and countries: read by everybody, also without a scope (they are public knowledge); written by the owner alone.

do $$
declare
    name text;
begin
    foreach name in array array['commune', 'country'] loop
        execute format('create policy %I on %I for select to clea_app, clea_read, clea_national, clea_national_read, clea_auditor'
                       || ' using (true)', name || '_read', name);
        execute format('grant select on %I to clea_app, clea_read, clea_auditor', name);
    end loop;
end
$$;

-- The days of which somebody's birth is one, as far as its parts are known; unknown parts leave it open. An impossible date is none of ours.
create function birth_days(birth_year int, birth_month int, birth_day int) returns daterange language sql immutable parallel safe
return case
        when birth_year is null then daterange(null, null)
        when birth_month is null then daterange(make_date(birth_year, 1, 1), make_date(birth_year, 12, 31), '[]')
        when birth_day is null then daterange(make_date(birth_year, birth_month, 1),
                                              (make_date(birth_year, birth_month, 1) + interval '1 month')::date)
        else daterange((make_date(birth_year, birth_month, 1) + (birth_day - 1)),
                       (make_date(birth_year, birth_month, 1) + (birth_day - 1)), '[]')
    end;
comment on function birth_days(int, int, int) is 'The days on which a birth may have been, by what is known of its date';
grant execute on function birth_days(int, int, int) to clea_app, clea_read;

-- Up to five places for one that is not known on these days: those of the name that was given; those that go on with the name the code had at
-- another time; those whose code differs in one character.
create function commune_suggestions(code text, search_label text, days daterange) returns jsonb
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        with known as (
            select c.search_label, c.search_name from commune c where c.code = commune_suggestions.code
        ), found as (
            select c.code, c.label, 1 as rank, c.search_label as place from commune c
            where c.search_label = commune_suggestions.search_label or c.search_name = commune_suggestions.search_label
            union all
            select c.code, c.label, 2, c.search_label from commune c
            where c.search_label >= commune_suggestions.search_label and c.search_label < commune_suggestions.search_label || '~'
            union all
            select c.code, c.label, 3, c.search_label from known k
            join commune c on (c.search_label >= k.search_label and c.search_label < k.search_label || '~')
                           or (c.search_name >= k.search_name and c.search_name < k.search_name || '~')
            union all
            select c.code, c.label, 4, c.search_label from commune c
            where c.code = any (array(select overlay(commune_suggestions.code placing d from n for 1)
                                      from generate_series(1, 5) as n, unnest(string_to_array('0 1 2 3 4 5 6 7 8 9 A B', ' ')) as d))
        )
        select coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'label', f.label) order by f.rank, f.place, f.code), '[]')
        from (select f.code, f.label, min(f.rank) as rank, min(f.place) as place
              from found f
              where exists (select from commune c where c.code = f.code and c.label = f.label
                                and daterange(c.valid_from, c.valid_to, '[]') && days)
              group by f.code, f.label order by 3, 4, 1 limit 5) as f);
end
$$;
comment on function commune_suggestions(text, text, daterange) is 'Communes that may be meant by a code that none had on these days';
grant execute on function commune_suggestions(text, text, daterange) to clea_app, clea_read;

create function country_suggestions(code text, search_label text, days daterange) returns jsonb
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (
        with found as (
            select c.code, c.label, 1 as rank, c.search_label as place from country c
            where c.search_label >= country_suggestions.search_label and c.search_label < country_suggestions.search_label || '~'
            union all
            select c.code, c.label, 2, c.search_label from country k join country c
                on c.search_label >= k.search_label and c.search_label < k.search_label || '~' where k.code = country_suggestions.code
            union all
            select c.code, c.label, 3, c.search_label from country c
            where c.code = any (array(select overlay(country_suggestions.code placing d from n for 1)
                                      from generate_series(1, 3) as n, unnest(string_to_array('0 1 2 3 4 5 6 7 8 9', ' ')) as d))
        )
        select coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'label', f.label) order by f.rank, f.place, f.code), '[]')
        from (select f.code, f.label, min(f.rank) as rank, min(f.place) as place
              from found f
              where exists (select from country c where c.code = f.code and c.label = f.label
                                and daterange(c.valid_from, c.valid_to, '[]') && days)
              group by f.code, f.label order by 3, 4, 1 limit 5) as f);
end
$$;
comment on function country_suggestions(text, text, daterange) is 'Countries that may be meant by a code that none had on these days';
grant execute on function country_suggestions(text, text, daterange) to clea_app, clea_read;

-- What is wrong with one place on these days: null when its code was in force, or when nothing was loaded to judge it by. France is a
-- country of its own register: code 100 is never asked.
create function commune_fault(code text, search_label text, days daterange) returns jsonb
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    if code is null then
        return null;
    elsif left(code, 2) = '99' then
        return country_fault(right(code, 3), null, days, '99');
    elsif exists (select from commune c where c.code = commune_fault.code and daterange(c.valid_from, c.valid_to, '[]') && days)
          or not exists (select from commune) then
        return null;
    end if;
    return commune_suggestions(code, search_label, days);
end
$$;
comment on function commune_fault(text, text, daterange) is 'Suggestions for an INSEE code (99nnn: of a country) that was not in force on these days; null = it was, or none is loaded';
grant execute on function commune_fault(text, text, daterange) to clea_app, clea_read;

create function country_fault(code text, search_label text, days daterange, prefix text default '') returns jsonb
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    if code is null or code = '100'
       or exists (select from country c where c.code = country_fault.code and daterange(c.valid_from, c.valid_to, '[]') && days)
       or not exists (select from country) then
        return null;
    end if;
    return (select coalesce(jsonb_agg(s.value || jsonb_build_object('code', prefix || (s.value ->> 'code')) order by s.ordinality), '[]')
            from jsonb_array_elements(country_suggestions(code, search_label, days)) with ordinality as s
            where prefix = '' or s.value ->> 'code' <> '100'); -- who is born in France is born in a commune
end
$$;
comment on function country_fault(text, text, daterange, text) is 'Suggestions for the code of a country that was not in force on these days; null = it was, or none is loaded';
grant execute on function country_fault(text, text, daterange, text) to clea_app, clea_read;

-- What a code was ever called, one name a line, and what may be meant where another name stands beside it: first what it is called on these
-- days, then places of the name that was given. No row for a code that was nobody's on these days (its own fault), nor for 99nnn: a town
-- abroad has no code.
create function commune_names(code text, search_label text, days daterange) returns table (names text, suggestions jsonb)
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select string_agg(distinct c.label, E'\n'), places_first(
        coalesce(jsonb_agg(distinct jsonb_build_object('code', c.code, 'label', c.label))
                     filter (where daterange(c.valid_from, c.valid_to, '[]') && days), '[]'),
        commune_suggestions(null, commune_names.search_label, days))
    from commune c where c.code = commune_names.code
    having bool_or(daterange(c.valid_from, c.valid_to, '[]') && days);
end
$$;
comment on function commune_names(text, text, daterange) is 'Names that an INSEE code ever had, and places that may be meant by another one beside it';
grant execute on function commune_names(text, text, daterange) to clea_app, clea_read;

create function country_names(code text, search_label text, days daterange) returns table (names text, suggestions jsonb)
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    select string_agg(distinct c.label, E'\n'), places_first(
        coalesce(jsonb_agg(distinct jsonb_build_object('code', c.code, 'label', c.label))
                     filter (where daterange(c.valid_from, c.valid_to, '[]') && days), '[]'),
        country_suggestions(null, country_names.search_label, days))
    from country c where c.code = country_names.code
    having bool_or(daterange(c.valid_from, c.valid_to, '[]') && days);
end
$$;
comment on function country_names(text, text, daterange) is 'Names that the code of a country ever had, and countries that may be meant by another one beside it';
grant execute on function country_names(text, text, daterange) to clea_app, clea_read;

-- Five at most, each once.
create function places_first(places jsonb, others jsonb) returns jsonb language sql immutable parallel safe
return (select coalesce(jsonb_agg(f.value order by f.place), '[]')
        from (select p.value, min(p.ordinality) as place from jsonb_array_elements(places || others) with ordinality as p
              group by p.value order by 2 limit 5) as f);
comment on function places_first(jsonb, jsonb) is 'Places, and behind them others: five at most, each once';
grant execute on function places_first(jsonb, jsonb) to clea_app, clea_read;

create function birth_country(birth_commune_insee text, birth_country_code text) returns text language sql immutable parallel safe
return case when birth_commune_insee like '99%' then substr(birth_commune_insee, 3) when birth_commune_insee is not null then '100'
            else birth_country_code end;
comment on function birth_country(text, text) is 'The country that a birthplace says: 99nnn is country nnn, another commune is of France (lib/identity.h)';
grant execute on function birth_country(text, text) to clea_app, clea_read;

-- What a birthplace was called on the days of the birth: papers print names, also of a code whose name nobody typed. Null when no register
-- is loaded, or it had none on these days. A label takes 40 characters.
create function commune_called(code text, days daterange) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select left(c.label, 40) from commune c
            where c.code = commune_called.code and left(c.code, 2) <> '99' and daterange(c.valid_from, c.valid_to, '[]') && days
            order by c.valid_from desc nulls last limit 1);
end
$$;
comment on function commune_called(text, daterange) is 'The name of a commune of France on these days, the last where it had two';
grant execute on function commune_called(text, daterange) to clea_app, clea_read;

create function country_called(code text, days daterange) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select left(c.label, 40) from country c
            where c.code = country_called.code and daterange(c.valid_from, c.valid_to, '[]') && days
            order by c.valid_from desc nulls last limit 1);
end
$$;
comment on function country_called(text, daterange) is 'The name of a country on these days, the last where it had two';
grant execute on function country_called(text, daterange) to clea_app, clea_read;
