-- SPDX-License-Identifier: EUPL-1.2
-- Requests to annul a certificate that nobody confirmed in time, some at a time (annulment_request_by_term).
select x.item, r.id, r.version
from unnest($3::int[]) with ordinality as x(row_limit, item)
cross join lateral (select q.id, q.version from annulment_request q
                    where q.state = 'REQUESTED' and q.confirm_until < current_day()
                    order by q.confirm_until, q.id limit x.row_limit) as r
where scope_writes_all($1::text)
