-- Records the caller sees that may be of the same person (A37), likeliest first. What each agreement counts stands here, with
-- the least that is shown; both are choices of ours that no text gives. Names without accents; of the two on names one counts.
with weight (part, points) as (values
    ('BIRTH_NAME', 30), ('BIRTH_NAME_SIMILAR', 20), ('FIRST_NAME', 20), ('BIRTH_YEAR', 15), ('BIRTH_MONTH', 10), ('BIRTH_DAY', 15),
    ('BIRTH_COMMUNE', 10)),
limits (least_score, name_similarity, most_shown) as (values (60, 0.4, 10))
select x.item, r.candidate_id, r.reference, r.score, array_to_json(r.matched) as matched
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join limits
join candidate_seen c on c.id = x.id or c.reference = x.reference
cross join lateral (
    select o.id as candidate_id, o.reference, s.score, s.matched
    from candidate_seen o
    cross join lateral (
        select sum(w.points)::int as score, array_agg(w.part order by w.points desc, w.part) as matched
        from weight w
        where case w.part
            when 'BIRTH_NAME' then split_part(o.search_name, ' ', 1) = split_part(c.search_name, ' ', 1)
            when 'BIRTH_NAME_SIMILAR' then split_part(o.search_name, ' ', 1) <> split_part(c.search_name, ' ', 1)
                and similarity(split_part(o.search_name, ' ', 1), split_part(c.search_name, ' ', 1)) >= limits.name_similarity
            when 'FIRST_NAME' then split_part(o.search_name, ' ', 2) = split_part(c.search_name, ' ', 2)
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
