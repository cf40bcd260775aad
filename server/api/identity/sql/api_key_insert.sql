-- SPDX-License-Identifier: EUPL-1.2
-- A new key, by the one function that may make it.
select api_key_create(x.id, x.hash, x.prefix, x.person_id, x.scope, x.place_id, string_to_array(x.roles, ','),
                      string_to_array(x.permissions, ','), string_to_array(x.allowed_from, ',')::cidr[], x.label,
                      to_timestamp(x.expires_ms / 1000.0), x.created_by_id, x.made_with)
from unnest($3::uuid[], $4::bytea[], $5::text[], $6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::text[], $11::text[],
            $12::text[], $13::bigint[], $14::uuid[], $15::uuid[], $16::int[])
     as x(id, hash, prefix, person_id, scope, place_id, roles, permissions, allowed_from, label, expires_ms, created_by_id,
          made_with, most)
where $1::text is not null
  -- Under a lock that is no row.
  and {{api_key_present}} < x.most
