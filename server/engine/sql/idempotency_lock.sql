-- SPDX-License-Identifier: EUPL-1.2
-- The key is ours until the commit, or a running twin holds it; and whether a twin was faster meanwhile.
select x.item,
       pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', x.principal_key, x.operation, x.path, x.key), 0)) as is_ours,
       stored.is_stored is not null as is_stored
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, principal_key, operation, path, key, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
left join lateral (select true as is_stored from idempotency_record r
                   where (r.principal_key, r.method, r.path, r.key) = (x.principal_key, x.operation, x.path, x.key) and entered.is_entered
                   limit 1) stored on true
