-- SPDX-License-Identifier: EUPL-1.2
-- Networks, by page (network_pk).
select x.item, {{network}}, {{marks n}}
from unnest($3::int[], $4::uuid[]) with ordinality as x(page_limit, cursor_id, item)
cross join lateral (
    {{walk}}
    {{end}}
) n
where $1::text is not null
order by x.item, {{order n}}
