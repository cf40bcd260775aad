-- SPDX-License-Identifier: EUPL-1.2
-- The evidence that waits longest is taken up, for as long as a scan may last, longer each time it was in vain (evidence_due). What was let
-- through unscanned is taken up as soon as there is a scanner. Materialized, as in document_take.
with waiting as materialized (
    select e.id, x.lease_s
    from unnest($1::int[], $2::boolean[]) as x(lease_s, has_scanner)
    cross join lateral (
        select w.id from evidence w
        where w.state in ('PENDING_SCAN', 'UNSCANNED') and w.due_at <= clock_timestamp() and (x.has_scanner or w.state = 'PENDING_SCAN')
          and exists (select from service_mode m where m.mode <> 'READ_ONLY')
        order by w.due_at limit 1 for update skip locked) e
)
update evidence e
set attempts = e.attempts + 1, due_at = clock_timestamp() + make_interval(secs => waiting.lease_s * least(power(2, e.attempts), 256))
from waiting
where e.id = waiting.id
returning e.id, e.attempts, e.part_count, e.byte_count
