-- SPDX-License-Identifier: EUPL-1.2
-- Records older than their promise, the oldest first, some at a time (idempotency_record_by_age; each is deleted where it was found). The
-- instant is made apart (offset 0): a condition that computes is looked at behind row-level security, row by row.
delete from idempotency_record r
using (
    select o.place
    from unnest($3::bigint[], $4::int[]) as x(before_s, row_limit)
    cross join lateral (select to_timestamp(x.before_s) as moment offset 0) as past
    cross join lateral (
        select f.place from (
            select o.ctid as place from idempotency_record o
            where o.created_at < past.moment
            order by o.created_at
            limit 1000) f
        limit x.row_limit) o
) old
where r.ctid = old.place and scope_writes_all($1::text)
