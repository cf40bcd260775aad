-- SPDX-License-Identifier: EUPL-1.2
-- What an event on a key is decided on (api_key_pk, api_key_rotated_once).
select x.item, k.id, k.scope, k.scope_id, k.roles, k.permissions, k.version, api_key_state(k.id) as status,
       exists (select from api_key s where s.rotated_from_id = k.id) as is_rotated,
       api_key_state(k.rotated_from_id) in ('ACTIVE', 'ENDED') as has_live_predecessor,
       (extract(epoch from k.expires_at - k.created_at) * 1000)::bigint as life_ms, k.person_id is not null as is_of_person,
       k.scope = 'CERTIFIER' and human_of(k.person_id) is distinct from human_of(x.caller_id) as is_colleagues,
       api_key_excess(x.made_with, k.person_id, k.roles, '{}', k.allowed_from, '-infinity') as excess,
       (select floor(extract(epoch from m.expires_at) * 1000)::bigint from api_key m where m.id = x.made_with) as made_until_ms
from unnest($3::uuid[], $4::uuid[], $5::uuid[]) with ordinality as x(id, made_with, caller_id, item)
join api_key k on k.id = x.id
where scope_sees_all($1::text) or (k.scope = $1::text and k.scope_id = $2::uuid)
