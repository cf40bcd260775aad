-- SPDX-License-Identifier: EUPL-1.2
-- How many requests and offers lapse today (transfer_request_by_day).
select x.item, (select count(*) from transfer_requests_due(x.days)) as due_count
from unnest($3::int[]) with ordinality as x(days, item)
where $1::text is not null
