-- SPDX-License-Identifier: EUPL-1.2
-- The name of a person is corrected, from the version that was read, by whom it concerns (person_pk).
select named.id
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::uuid[], $7::boolean[], $8::text[], $9::text[])
     as x(id, version, credential_id, caller_id, acts_for_scope, last_name, first_name)
cross join lateral person_name(x.id, x.version, x.credential_id, x.caller_id, x.acts_for_scope, x.last_name, x.first_name) as named(id)
where $1::text is not null
