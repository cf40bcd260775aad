-- The holder of a key by its digest; served by api_key_one_hash. A key that may not be used says why.
select item, 'KEY' as credential, key_id as credential_id, person_id, human_id, null::uuid as function_id, scope, scope_id, roles,
       '{READ,WRITE,KEYS}'::text[] as permissions, time_zone, true as is_held,
       ceil(extract(epoch from expires_at - clock_timestamp()) * 1000)::bigint as life_ms,
       case when status <> 'ACTIVE' then 'KEY_REVOKED'
            when expires_at <= clock_timestamp() then 'TOKEN_EXPIRED' end as refusal
from principal_of(hash => $3::bytea[])
where $1::text is null and $2::uuid is null
