-- SPDX-License-Identifier: EUPL-1.2
-- A correction of a site, or its closing, from the version that was read: a merge patch.
update site s
set ({{site_fields}}, status) = (select {{r.site_fields}}, r.status from jsonb_populate_record(s, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[], $6::int[]) as x(id, version, body, most)
where s.id = x.id and s.version = x.version and $1::text is not null
  -- Under the lock of the organism: the very same site is recorded once, and no more of them open than there may be.
  and not exists (select from site c, jsonb_populate_record(s, x.body) as r
                  where c.organism_id = s.organism_id and c.id <> s.id and c.status = 'ACTIVE' and r.status = 'ACTIVE'
                    and ({{c.site_fields}}) is not distinct from ({{r.site_fields}}))
  and (s.status = 'ACTIVE' or x.body ->> 'status' is distinct from 'ACTIVE'
       or (select {{site_present}} from (select s.organism_id as id) as o, (select s.entered_by_network_id as network_id) as side) < x.most)
