-- SPDX-License-Identifier: EUPL-1.2
-- Evaluation methods, by page; all given criteria must match (evaluation_method_pk, evaluation_method_by_network).
select x.item, {{method}}, {{marks m}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[]) with ordinality
     as x(page_limit, cursor_id, network_id, branch_idcc, referential_code, status, item)
cross join lateral (
    {{walk}}
      and (x.network_id is null or c.network_id = x.network_id)
      and (x.branch_idcc is null or c.branch_idcc = x.branch_idcc)
      and (x.referential_code is null or c.referential_code = x.referential_code)
      and (x.status is null or c.status = x.status)
    {{end}}
) m
where $1::text is not null
order by x.item, {{order m}}
