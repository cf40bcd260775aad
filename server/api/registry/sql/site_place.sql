-- SPDX-License-Identifier: EUPL-1.2
-- The commune of a site against the register of today (commune_by_code): a code that it does not know, with suggestions; and beside the name
-- of a town, what its code was ever called.
select x.item, f.pointer, f.names, f.suggestions
from unnest($3::text[], $4::text[], $5::boolean[]) with ordinality as x(insee_code, search_city, has_city, item)
cross join lateral daterange(current_day(), current_day(), '[]') as days
cross join lateral (
    select '/insee_code', null, commune_fault(x.insee_code, x.search_city, days)
    union all
    select '/city', n.names, n.suggestions from commune_names(x.insee_code, x.search_city, days) as n where x.has_city
) as f(pointer, names, suggestions)
where $1::text is not null and f.suggestions is not null
