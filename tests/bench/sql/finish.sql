-- SPDX-License-Identifier: EUPL-1.2
-- What follows the copies: what is computed of several rows, indexes, counters; then every foreign key is looked at.
set session_replication_role = replica;
set synchronous_commit = off;
set jit = off;
set maintenance_work_mem = '1GB';
set work_mem = '256MB';
-- The words by which a candidate is searched are rows of their own.
insert into candidate_word (candidate_id, word)
select n.id, w from candidate n
cross join lateral unnest(n.search_words || array_remove(array['#' || n.birth_year, '@' || n.birth_commune_insee], null)) w
where w <> '' and not exists (select from candidate_word o where o.candidate_id = n.id);
-- Tables of an older revision have neither.
do $$
begin
    if exists (select from pg_attribute where attrelid = 'candidate_access'::regclass and attname = 'name_key') then
        update candidate_access a set name_key = n.search_name from candidate n where n.id = a.candidate_id and a.name_key <> n.search_name;
    end if;
    if to_regclass('candidate_access_word') is not null then
        insert into candidate_access_word (organism_id, word, candidate_id)
        select a.organism_id, w.word, a.candidate_id from candidate_access a join candidate_word w on w.candidate_id = a.candidate_id
        on conflict do nothing;
    end if;
end
$$;
update certificate t
set holder = t.holder || jsonb_build_object('birth_name', n.birth_name, 'birth_year', n.birth_year, 'birth_month', n.birth_month,
                                            'birth_day', n.birth_day)
from candidate n
where n.id = t.candidate_id and t.holder ->> 'birth_name' <> n.birth_name;
update minutes m set sha256 = sha256(convert_to(m.content::text, 'UTF8'))
where m.sha256 <> sha256(convert_to(m.content::text, 'UTF8'));
update minutes_signature g set sha256 = m.sha256 from minutes m where m.id = g.minutes_id and g.sha256 <> m.sha256;

do $$
declare
    made text;
begin
    for made in select i.made from bench.index i loop
        execute made;
    end loop;
end
$$;

update reference_counter r set value = r.value + c.count * :copies
from bench.counter c where c.prefix = r.prefix and c.year = r.year::text;
select setval('reference_' || lower(c.prefix), c.begins + c.count * :copies) from bench.counter c where c.prefix in ('DOS', 'CAN', 'SES');

-- Every foreign key is asked of every row, although it was not enforced while the rows were made.
update pg_constraint set convalidated = false where contype = 'f' and connamespace = 'public'::regnamespace;
set session_replication_role = origin;
do $$
declare
    k record;
begin
    for k in select conrelid::regclass as place, conname from pg_constraint
             where contype = 'f' and connamespace = 'public'::regnamespace loop
        execute format('alter table %s validate constraint %I', k.place, k.conname);
    end loop;
end
$$;
drop schema bench cascade;
