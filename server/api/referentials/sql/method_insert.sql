-- A new evaluation method.
insert into evaluation_method (id, network_id, {{method_fields}})
select x.id, x.network_id, {{r.method_fields}}
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::jsonb[]) as x(id, network_id, branch_idcc, most, body)
cross join lateral jsonb_populate_record(null::evaluation_method, x.body) as r
where $1::text is not null
  -- Under a lock that is no row.
  and {{method_present}} < x.most
