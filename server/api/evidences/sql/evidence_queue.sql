-- SPDX-License-Identifier: EUPL-1.2
-- What waits to be scanned: how much, since when, how much in vain (evidence_waiting, evidence_due).
select x.item, w.waiting_count, wire_instant(w.waiting_since) as waiting_since, worker_is_connected() as is_worker_connected, w.failing_count
from unnest($3::int[]) with ordinality as x(count_most, item)
cross join lateral (
    select count(*) as waiting_count, min(n.created_at) as waiting_since, count(n.fault) as failing_count
    from (select e.created_at, e.fault from evidence e where e.state = 'PENDING_SCAN' order by e.created_at limit x.count_most) n) w
where scope_sees_all($1::text)
