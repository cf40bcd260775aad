-- SPDX-License-Identifier: EUPL-1.2
-- A new evaluation method.
insert into evaluation_method (id, network_id, {{method_fields}})
select x.id, x.network_id, {{r.method_fields}}
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::jsonb[]) as x(id, network_id, branch_idcc, most, body)
cross join lateral jsonb_populate_record(null::evaluation_method, x.body) as r
where $1::text is not null
  -- Under a lock that is no row: the very same method is recorded once, and no more of them than there may be.
  and not exists (select from evaluation_method m
                  where m.network_id is not distinct from x.network_id and m.status = 'ACTIVE'
                    and ({{m.method_fields}}) is not distinct from ({{r.method_fields}}))
  and {{method_present}} < x.most
