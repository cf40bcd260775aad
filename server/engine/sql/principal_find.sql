-- SPDX-License-Identifier: EUPL-1.2
-- Who comes with a credential, by its digest (api_key_one_hash, login_one_person): first the credential, or why it opens nothing,
-- then what he may act in.
select item, credential, credential_id, person_id, human_id, function_id, scope, scope_id, roles, permissions, allowed_from, time_zone,
       is_held, ceil(extract(epoch from changes_at - clock_timestamp()) * 1000)::bigint as life_ms, refusal
from holder_of(digest => $3::bytea[])
where $1::text is null and $2::uuid is null
