-- SPDX-License-Identifier: EUPL-1.2
-- The stored answer of a key (idempotency_record_one_use); the fingerprint tells whether it was the same request. Fresh: whoever asks
-- again has not had it, or has had it a moment ago.
select x.item, encode(r.fingerprint, 'hex') as fingerprint, r.status, r.etag, r.location, r.body,
       r.created_at > clock_timestamp() - interval '300 s' as is_fresh
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, principal_key, operation, path, key, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select r.fingerprint, r.status, r.etag, r.location, r.body, r.created_at from idempotency_record r
                    where (r.principal_key, r.method, r.path, r.key) = (x.principal_key, x.operation, x.path, x.key)
                      and r.scope = x.asker_scope and r.scope_id is not distinct from x.asker_scope_id and entered.is_entered
                    limit 1) r
