-- SPDX-License-Identifier: EUPL-1.2
-- The keys and logins that are bound to who calls, the newest first (api_key_by_person, api_key_by_scope, login_by_person, login_by_candidate).
select x.item, c.id, c.credential, c.label, c.prefix, c.issuer, c.person_id, c.scope, c.scope_id, array_to_json(c.roles) as roles,
       array_to_json(c.permissions) as permissions, c.status, c.given_by_id, c.given_by_name, wire_instant(c.last_used_at) as last_used_at,
       wire_instant(c.ends_at) as ends_at, wire_instant(c.created_at) as created_at, c.id = x.credential_id as is_this
from unnest($3::uuid[], $4::uuid[], $5::uuid[]) with ordinality as x(person_id, candidate_id, credential_id, item)
cross join lateral credentials_of(x.person_id, x.candidate_id) as c
where $1::text is not null
order by x.item, c.created_at desc, c.id
