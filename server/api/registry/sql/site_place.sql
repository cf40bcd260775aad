-- Communes of sites that the register does not know today (commune_by_code).
select x.item, '/insee_code' as pointer, f.suggestions
from unnest($3::text[], $4::text[]) with ordinality as x(insee_code, search_city, item)
cross join lateral (values (commune_fault(x.insee_code, x.search_city, daterange(current_day(), current_day(), '[]')))) as f(suggestions)
where $1::text is not null and f.suggestions is not null
