-- The holder of a key by its digest; served by api_key_one_hash. A key that may not be used says why.
select item, key_id, person_id, scope, scope_id, roles, time_zone,
       case when status <> 'ACTIVE' then 'KEY_REVOKED'
            when expires_at <= clock_timestamp() then 'TOKEN_EXPIRED' end as refusal
from principal_of(hash => $3::bytea[])
where $1::text is null and $2::uuid is null
