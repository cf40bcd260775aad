-- Records the caller sees that may be of the same person (A37), likeliest first. What each agreement counts stands here, with
-- the least that is shown; both are choices of ours that no text gives. Names without accents; of the two on names one counts.
--
-- Only what agrees in enough can score enough: with the name at birth (30) anything; without it, at least 40 of the 70 points of the
-- rest, hence one of five sets of parts. Each is an index away (candidate_by_names, candidate_by_first_and_year,
-- candidate_by_first_and_day, candidate_by_birth_date, candidate_by_birth_commune). Whoever changes the points looks at the sets.
with weight (part, points) as (values
    ('BIRTH_NAME', 30), ('BIRTH_NAME_SIMILAR', 20), ('FIRST_NAME', 20), ('BIRTH_YEAR', 15), ('BIRTH_MONTH', 10), ('BIRTH_DAY', 15),
    ('BIRTH_COMMUNE', 10)),
limits (least_score, name_similarity, most_shown) as (values (60, 0.4, 10))
select x.item, r.candidate_id, r.reference, r.score, array_to_json(r.matched) as matched
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join limits
cross join lateral (select t.* from candidate_seen t where t.id = x.id or t.reference = x.reference offset 0) as c
cross join lateral (
    select o.id as candidate_id, o.reference, s.score, s.matched
    from (
        select n.id from candidate n where n.identity_parts[1] = c.identity_parts[1]
        union
        select n.id from candidate n where n.identity_parts[2] = c.identity_parts[2] and n.birth_year = c.birth_year
        union
        select n.id from candidate n where n.identity_parts[2] = c.identity_parts[2] and n.birth_day = c.birth_day
        union
        select n.id from candidate n where n.birth_year = c.birth_year and n.birth_day = c.birth_day
            and (n.birth_month = c.birth_month or n.birth_commune_insee = c.birth_commune_insee)
        union
        select n.id from candidate n where n.birth_commune_insee = c.birth_commune_insee and n.identity_parts[2] = c.identity_parts[2]
            and n.birth_month = c.birth_month
        union -- as they were when the organism lost them
        select k.candidate_id from candidate_known k where k.organism_id = $2::uuid and k.name_key > ''
    ) near -- probed one by one, however many they are taken for
    cross join lateral (select s.* from candidate_seen s where s.id = near.id offset 0) o
    cross join lateral (
        select sum(w.points)::int as score, array_agg(w.part order by w.points desc, w.part) as matched
        from weight w
        where case w.part
            when 'BIRTH_NAME' then o.identity_parts[1] = c.identity_parts[1]
            when 'BIRTH_NAME_SIMILAR' then o.identity_parts[1] <> c.identity_parts[1]
                and similarity(o.identity_parts[1], c.identity_parts[1]) >= limits.name_similarity
            when 'FIRST_NAME' then o.identity_parts[2] = c.identity_parts[2]
            when 'BIRTH_YEAR' then o.birth_year = c.birth_year
            when 'BIRTH_MONTH' then o.birth_month = c.birth_month
            when 'BIRTH_DAY' then o.birth_day = c.birth_day
            when 'BIRTH_COMMUNE' then o.birth_commune_insee = c.birth_commune_insee
        end) s
    where o.id <> c.id and o.status = 'ACTIVE' and s.score >= limits.least_score
      and candidate_is_seen($1::text, $2::uuid, o.id)
    order by s.score desc, o.id
    limit (select l.most_shown from limits l)
) r
where candidate_is_seen($1::text, $2::uuid, c.id)
