-- Who did, or was refused, what: ids and codes only, in the transaction of the act.
insert into audit (scope, scope_id, credential_id, person_id, function_id, roles, action, object_kind, request_id, object_id,
                   outcome, reason, idempotency_digest)
select $1::text, $2::uuid, x.credential_id, x.person_id, x.function_id, string_to_array(x.roles, ','), x.action, x.object_kind,
       x.request_id, x.object_id, x.outcome, x.reason, sha256(convert_to(x.key, 'UTF8'))
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::uuid[], $11::text[],
            $12::text[], $13::text[])
     as x(credential_id, person_id, function_id, roles, action, object_kind, request_id, object_id, outcome, reason, key)
