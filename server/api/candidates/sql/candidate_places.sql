-- Birthplaces that the register does not know on the days of the birth (commune_by_code, country_by_code): of the record as the body makes it.
select x.item, f.pointer, f.suggestions
from unnest($3::uuid[], $4::text[], $5::jsonb[], $6::text[], $7::text[]) with ordinality
     as x(id, reference, body, search_commune, search_country, item)
left join candidate c on (c.id = x.id or c.reference = x.reference) and candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id)
cross join lateral jsonb_populate_record(c, x.body) as r
cross join lateral (values
    ('/birth_commune_insee', commune_fault(r.birth_commune_insee, x.search_commune, birth_days(r.birth_year, r.birth_month, r.birth_day))),
    ('/birth_country_code', country_fault(r.birth_country_code, x.search_country, birth_days(r.birth_year, r.birth_month, r.birth_day)))
) as f(pointer, suggestions)
where f.suggestions is not null
