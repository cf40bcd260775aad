-- The answer of a key, in the transaction of its effect, and whom it names.
insert into idempotency_record (principal_key, method, path, key, fingerprint, status, etag, location, body, candidate_ids,
                                person_ids, scope, scope_id)
select x.principal_key, x.operation, x.path, x.key, x.fingerprint, x.status, x.etag, x.location, x.body,
       x.candidate_ids::uuid[], x.person_ids::uuid[], $1::text, $2::uuid
from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::int[], $9::text[], $10::text[], $11::text[],
            $12::text[], $13::text[])
     as x(principal_key, operation, path, key, fingerprint, status, etag, location, body, candidate_ids, person_ids)
