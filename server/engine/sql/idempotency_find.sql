-- The stored answer of a key (idempotency_record_one_use); the fingerprint tells whether it was the same request.
select x.item, encode(r.fingerprint, 'hex') as fingerprint, r.status, r.etag, r.location, r.body
from unnest($3::text[], $4::text[], $5::text[], $6::text[]) with ordinality as x(principal_key, operation, path, key, item)
cross join lateral (select r.fingerprint, r.status, r.etag, r.location, r.body from idempotency_record r
                    where (r.principal_key, r.method, r.path, r.key) = (x.principal_key, x.operation, x.path, x.key)
                      and r.scope = $1::text and r.scope_id is not distinct from $2::uuid
                    limit 1) r
