-- The key is ours until the commit, or a running twin holds it; and whether a twin was faster meanwhile.
select x.item,
       pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', x.principal_key, x.operation, x.path, x.key), 0)) as is_ours,
       stored.is_stored is not null as is_stored
from unnest($3::text[], $4::text[], $5::text[], $6::text[]) with ordinality as x(principal_key, operation, path, key, item)
left join lateral (select true as is_stored from idempotency_record r
                   where (r.principal_key, r.method, r.path, r.key) = (x.principal_key, x.operation, x.path, x.key)
                   limit 1) stored on true
where $1::text is not null
