-- SPDX-License-Identifier: EUPL-1.2
-- The document that waits longest is taken up, for as long as a worker has for it, longer each time it was in vain (document_due).
-- Materialized: a subquery that is looked at again would take up another row each time.
with waiting as materialized (
    select d.subject_id, d.kind, d.edition, x.lease_s
    from unnest($1::int[]) as x(lease_s)
    cross join lateral (
        select w.subject_id, w.kind, w.edition from document w
        where w.sealed_at is null and w.due_at <= clock_timestamp()
          and exists (select from service_mode m where m.mode <> 'READ_ONLY')
        order by w.due_at limit 1 for update skip locked) d
)
update document d
set attempts = d.attempts + 1, due_at = clock_timestamp() + make_interval(secs => waiting.lease_s * least(power(2, d.attempts), 256))
from waiting
where d.subject_id = waiting.subject_id and d.kind = waiting.kind and d.edition = waiting.edition
returning d.subject_id, d.kind, d.edition, d.attempts
