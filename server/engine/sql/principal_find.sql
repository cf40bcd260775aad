-- The holder of a key by its digest; served by api_key_one_hash. A key that may not be used says why.
select item, key_id, person_id, scope, scope_id, roles, permissions, allowed_from, time_zone,
       floor(extract(epoch from changes_at - clock_timestamp()) * 1000)::bigint as left_ms, refusal
from principal_of(hash => $3::bytea[])
where $1::text is null and $2::uuid is null
