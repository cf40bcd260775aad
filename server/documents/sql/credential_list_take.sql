-- SPDX-License-Identifier: EUPL-1.2
-- The status list that has waited longest since it changed is taken up (credential_list_due).
with waiting as materialized (
    select l.id, x.lease_s
    from unnest($1::int[]) as x(lease_s)
    cross join lateral (
        select w.id from credential_list w
        where w.signed_version is distinct from w.version and w.due_at <= clock_timestamp()
          and exists (select from service_mode m where m.mode <> 'READ_ONLY')
        order by w.due_at limit 1 for update skip locked) l
)
update credential_list l
set attempts = l.attempts + 1, due_at = clock_timestamp() + make_interval(secs => waiting.lease_s * least(power(2, l.attempts), 256))
from waiting
where l.id = waiting.id
returning l.id, l.attempts, credential_list_told(l.id) as told, l.version, floor(extract(epoch from l.created_at))::bigint as since_s
