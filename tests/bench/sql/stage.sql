-- SPDX-License-Identifier: EUPL-1.2
-- What a base of real journeys is multiplied by: each of its rows once as text, with a mark where a copy differs.
--
-- A copy number k of a row has
--   other ids       the first eight digits of an id that is multiplied are 8 x '@' here, and the moment of copy k there; ids stay
--                   UUIDv7, in the order of the copies. Ids of whom there is one (organisms, people, référentiels, keys) stay.
--   other numbers   DOS, CAN, SES, PV, CLEA: '{{PREFIX YEAR ORDINAL}}' here, the number with its check digits there.
--   other days      files that no commission has seen, in states that only end with their deadline, stand in twelve variants, so
--                   that their deadlines lie between six weeks and five years ahead.
-- What names nothing that is multiplied (lines of the audit about keys, for example) stays single.

create schema bench;

-- Everything that hangs on a candidate, a candidacy or a session, by its foreign keys; and the books.
create table bench.multiplied (name text primary key);
with recursive hanging as (
    select unnest(array['candidate'::regclass, 'candidacy', 'session', 'idempotency_record', 'audit', 'access_log'])::oid as place
    union
    select k.conrelid from hanging h join pg_constraint k on k.contype = 'f' and k.confrelid = h.place
)
insert into bench.multiplied
select c.relname from hanging h join pg_class c on c.oid = h.place where c.relkind = 'r' and c.relname not in ('candidate_word', 'candidate_access_word');

-- Of credentials, each copy has its own list, with the places of the base's: by lot in one list they would meet one another. And whom they are
-- about has an id of its own. Trees of an older revision have neither.
do $$
begin
    if to_regclass('credential_list') is not null then
        insert into bench.multiplied values ('credential_list');
    end if;
end
$$;

create table bench.id (id text primary key);
create table bench.raw (name text not null, ordinal int not null, candidacy_id text, record text not null);
do $$
declare
    t record;
begin
    for t in select m.name, exists (select from pg_attribute a where a.attrelid = m.name::regclass and a.attname = 'id'
                                    and a.atttypid = 'uuid'::regtype) as has_id
             from bench.multiplied m loop
        if t.has_id then
            execute format('insert into bench.id select id::text from %I on conflict do nothing', t.name);
        end if;
        execute format('insert into bench.raw select %L, row_number() over (), coalesce(r ->> ''candidacy_id'', case %L when ''candidacy'' then r ->> ''id'' end),'
                       || ' r::text from (select to_jsonb(x) as r from %I x order by x.ctid) y', t.name, t.name, t.name);
    end loop;
    if to_regclass('credential') is not null then
        insert into bench.id select subject_id::text from credential;
    end if;
end
$$;

-- Numbers: of each prefix (and year, where they have no gaps) how many the base has, and where the copies begin.
create table bench.number (reference text primary key, prefix text not null, year text not null, ordinal int not null);
insert into bench.number
select reference, prefix, year, row_number() over (partition by prefix, year order by reference) - 1
from (select reference, split_part(reference, '-', 1) as prefix,
             case when reference ~ '^(CLEA|PV)-' then split_part(reference, '-', 2) else '0' end as year
      from (select reference from candidate union all select reference from candidacy
            union all select reference from session union all select reference from minutes union all select number from certificate) n) n;
create table bench.counter (prefix text, year text, begins bigint not null, count bigint not null, primary key (prefix, year));
insert into bench.counter
select n.prefix, n.year,
       case n.prefix when 'DOS' then nextval('reference_dos') when 'CAN' then nextval('reference_can')
                     when 'SES' then nextval('reference_ses') else (select c.value + 1 from reference_counter c
                                                                    where c.prefix = n.prefix and c.year = n.year::int) end,
       count(*)
from bench.number n group by n.prefix, n.year;

create function bench.marked(it text) returns text language plpgsql as $$
declare
    found text;
    known bench.number;
begin
    for found in select distinct m[1] from regexp_matches(it, '([0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})', 'g') m
                 join bench.id i on i.id = m[1] loop
        it := replace(it, found, '@@@@@@@@' || substr(found, 9));
    end loop;
    for known in select distinct n.* from regexp_matches(it, '((?:DOS|CAN|SES|PV|CLEA)-[0-9]{4}-[0-9]{6,}-[0-9]{2})', 'g') m
                 join bench.number n on n.reference = m[1] loop
        it := replace(it, known.reference, format('{{%s %s %s %s}}', known.prefix, known.year, known.ordinal, split_part(known.reference, '-', 2)));
    end loop;
    return it;
end
$$;

create function bench.earlier(it text, days int) returns text language plpgsql as $$
declare
    day text;
begin
    if days = 0 then
        return it;
    end if;
    -- The latest first would meet what it has moved: marks keep them apart.
    for day in select distinct m[1] from regexp_matches(it, '"([0-9]{4}-[0-9]{2}-[0-9]{2})["T]', 'g') m loop
        it := replace(it, '"' || day, '"~' || (day::date - days)::text);
    end loop;
    return replace(it, '"~', '"');
end
$$;

-- Variant v lies so many days back; where five years later would not be the same day (29 February), it stays.
create table bench.variant (candidacy_id text, variant int, days int not null, primary key (candidacy_id, variant));
insert into bench.variant
select c.id::text, v, case when (c.cycle_start_date - v * 145 + interval '5 years')::date = c.deadline_date - v * 145
                            and c.deadline_date - v * 145 > current_date + 45 then v * 145 else 0 end
from candidacy c cross join generate_series(0, 11) v
where c.state in ('PRIOR_COMPLETED', 'PARTIAL', 'PATH_PROPOSED', 'IN_TRAINING', 'FINAL_READY', 'FINAL_IN_PROGRESS', 'FINAL_COMPLETED', 'JURY_READY')
  and c.deadline_date is not null and not exists (select from file f where f.candidacy_id = c.id);

create table bench.stage (name text not null, ordinal int not null, variant int, record text not null);
insert into bench.stage
select r.name, r.ordinal, v.variant, bench.earlier(r.marked, coalesce(v.days, 0))
from (select r.*, bench.marked(r.record) as marked from bench.raw r) r
left join bench.variant v on v.candidacy_id = r.candidacy_id
where r.marked like '%@@@@@@@@%';
create index on bench.stage (name, variant, ordinal);

-- Names: two of the base's in one, so that a copy is nobody of the base; who are born on one day bear different names.
-- They are compared without the hyphen, and searched by either half and by the whole (text/folded.h).
create table bench.name (place int primary key, name text not null, folded text not null);
insert into bench.name
select row_number() over (order by n.birth_name) - 1, n.birth_name, n.folded
from (select distinct birth_name, identity_parts[1] as folded from candidate where birth_name ~ '^[[:alpha:]]+$') n;
create table bench.person (ordinal int primary key, id text not null);
insert into bench.person
select row_number() over (order by s.ordinal) - 1, s.record::jsonb ->> 'id' from bench.stage s where s.name = 'candidate';

create function bench.identity(k int, ordinal int, ret_name out text, ret_folded out text, ret_words out text[], ret_birth out date)
language plpgsql stable as $$
declare
    names int := (select count(*) from bench.name);
    n bigint := (k - 1)::bigint * (select count(*) from bench.person) + ordinal;
    day int := n * 6607 % 14000;
    pair int := (abs(hashint4(day)) % 1000000 + n / 14000) % (names * (names - 1));
    one int := pair / (names - 1);
    other int := pair % (names - 1);
begin
    if other >= one then
        other := other + 1;
    end if;
    select a.name || '-' || b.name, a.folded || b.folded, array[a.folded, b.folded, a.folded || b.folded], date '1966-01-01' + day
    into ret_name, ret_folded, ret_words, ret_birth
    from bench.name a, bench.name b where a.place = one and b.place = other;
end
$$;

-- The record of a copied candidate: its names, its birth, and what they are compared and searched by (lib/identity.h).
create function bench.renamed(it jsonb, k int) returns jsonb language plpgsql stable as $$
declare
    made record;
    parts text[] := array(select jsonb_array_elements_text(it -> 'identity_parts'));
    first_words text[] := string_to_array(parts[2], ' ');
begin
    select i.* into made from bench.person p cross join lateral bench.identity(k, p.ordinal) i
    where p.id = '@@@@@@@@' || substr(it ->> 'id', 9);
    parts := array[made.ret_folded, parts[2], parts[3]] || string_to_array(to_char(made.ret_birth, 'YYYY-MM-DD'), '-') || parts[7:];
    return it || jsonb_build_object('birth_name', made.ret_name, 'birth_year', extract(year from made.ret_birth),
        'birth_month', extract(month from made.ret_birth), 'birth_day', extract(day from made.ret_birth), 'identity_parts', parts,
        'identity_key', case when it ->> 'identity_key' is not null then array_to_string(parts[1:8], '|', '') end, 'search_name', made.ret_folded || ' ' || parts[2],
        'search_words', array(select distinct w from unnest(made.ret_words || first_words) w));
end
$$;

-- The text of copy k.
create function bench.made(it text, k int, moment text) returns jsonb language plpgsql stable as $$
declare
    mark text[];
    stem text;
begin
    it := replace(it, '@@@@@@@@', moment);
    while position('{{' in it) > 0 loop
        mark := regexp_match(it, '\{\{([A-Z]+) ([0-9]+) ([0-9]+) ([0-9]+)\}\}');
        stem := mark[1] || '-' || mark[4] || '-' || (select lpad((c.begins + (k - 1)::bigint * c.count + mark[3]::int)::text, 6, '0')
                from bench.counter c where c.prefix = mark[1] and c.year = mark[2]);
        it := replace(it, format('{{%s %s %s %s}}', mark[1], mark[2], mark[3], mark[4]), stem || '-' || public.reference_check_digits(stem));
    end loop;
    return it::jsonb;
end
$$;

-- The moment of the base, in the units of the first eight digits of an id.
create table bench.moment as select max(left(id::text, 8)) as digits from candidacy;

-- Filled first, indexed afterwards; what constraints rest on stays and refuses at once.
create table bench.index as
select c.relname as name, pg_get_indexdef(i.indexrelid) as made
from bench.multiplied m join pg_index i on i.indrelid = m.name::regclass join pg_class c on c.oid = i.indexrelid
where not exists (select from pg_constraint k where k.conindid = i.indexrelid);
do $$
declare
    gone text;
begin
    for gone in select name from bench.index loop
        execute format('drop index public.%I', gone);
    end loop;
end
$$;
analyze bench.stage;
