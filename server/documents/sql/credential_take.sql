-- SPDX-License-Identifier: EUPL-1.2
-- The credential that waits longest is taken up, as documents are (credential_due).
with waiting as materialized (
    select k.certificate_id, x.lease_s
    from unnest($1::int[]) as x(lease_s)
    cross join lateral (
        select w.certificate_id from credential w
        where w.signed_at is null and w.due_at <= clock_timestamp()
          and exists (select from service_mode m where m.mode <> 'READ_ONLY')
        order by w.due_at limit 1 for update skip locked) k
)
update credential k
set attempts = k.attempts + 1, due_at = clock_timestamp() + make_interval(secs => waiting.lease_s * least(power(2, k.attempts), 256))
from waiting
where k.certificate_id = waiting.certificate_id
returning k.certificate_id as id, k.attempts, credential_told(k.certificate_id) as told, null::int as version, null::bigint as since_s
