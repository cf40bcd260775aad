-- Who did, or was refused, what: ids and codes only, in the transaction of the act.
insert into audit (scope, scope_id, credential_id, person_id, action, object_kind, object_id, outcome, reason, request_id,
                   idempotency_digest)
select $1::text, $2::uuid, x.credential_id, x.person_id, x.action, x.object_kind, x.object_id, x.outcome, x.reason,
       x.request_id, sha256(convert_to(x.key, 'UTF8'))
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::text[])
     as x(credential_id, person_id, action, object_kind, object_id, outcome, reason, request_id, key)
