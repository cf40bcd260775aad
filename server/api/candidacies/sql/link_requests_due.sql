-- SPDX-License-Identifier: EUPL-1.2
-- Requests for links that nobody answered in time, some at a time (link_request_by_term).
select x.item, r.id, r.version
from unnest($3::int[]) with ordinality as x(row_limit, item)
cross join lateral link_requests_overdue(x.row_limit) as r
where scope_writes_all($1::text)
