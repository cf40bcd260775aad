-- The candidate of the very same civil identity, whoever recorded it (A37): its id and nothing else.
select x.item, m.candidate_id as twin_id
from unnest($3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::text[], $10::text[])
     with ordinality as x(birth_name, first_name_1, sex, birth_year, birth_month, birth_day, birth_commune_insee,
                          birth_country_code, item)
cross join lateral match_candidates(array[identity_key(x.birth_name, x.first_name_1, x.sex, x.birth_year, x.birth_month,
                                                       x.birth_day, x.birth_commune_insee, x.birth_country_code)]) as m
where $1::text is not null
