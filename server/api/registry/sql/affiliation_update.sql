-- SPDX-License-Identifier: EUPL-1.2
-- The last day of an affiliation, from the version that was read.
update affiliation a
set valid_to = (select r.valid_to from jsonb_populate_record(a, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where a.id = x.id and a.version = x.version
      and (scope_sees_all($1::text) or $1::text = 'COMMISSION'
           or ($1::text = 'ORGANISM' and a.organism_id = $2::uuid)
           or ($1::text = 'NETWORK' and exists (
               select from network_membership m
               where m.organism_id = a.organism_id and m.network_id = $2::uuid and m.valid_from <= current_day()
                 and (m.valid_to is null or m.valid_to >= current_day()))))
