-- SPDX-License-Identifier: EUPL-1.2
-- Birthplaces against the register on the days of the birth (commune_by_code, country_by_code), of the record as the body makes it: what it
-- does not know, with suggestions; and beside a name, what its code was ever called; of a country, whichever code says it.
select x.item, f.pointer, f.names, f.suggestions
from unnest($3::uuid[], $4::text[], $5::jsonb[], $6::text[], $7::text[]) with ordinality
     as x(id, reference, body, search_commune, search_country, item)
left join candidate c on (c.id = x.id or c.reference = x.reference) and candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id)
cross join lateral jsonb_populate_record(c, x.body) as r
cross join lateral birth_days(r.birth_year, r.birth_month, r.birth_day) as days
cross join lateral (
    select '/birth_commune_insee', null, commune_fault(r.birth_commune_insee, x.search_commune, days)
    union all
    select '/birth_country_code', null, country_fault(r.birth_country_code, x.search_country, days)
    union all
    select '/birth_commune_label', n.names, n.suggestions from commune_names(r.birth_commune_insee, x.search_commune, days) as n
    where r.birth_commune_label is not null
    union all
    select '/birth_country_label', n.names, n.suggestions
    from country_names(coalesce(birth_country(r.birth_commune_insee, r.birth_country_code), case when r.birth_postal_code is not null then '100' end),
                       x.search_country, days) as n
    where r.birth_country_label is not null
) as f(pointer, names, suggestions)
where f.suggestions is not null
