-- SPDX-License-Identifier: EUPL-1.2
-- Changes older than they are told, the oldest first, some at a time (change_pk: places are made in the order of time; each is deleted where it
-- was found). The walk ends at the first one that stays, or nearly: those that were written a moment apart.
delete from change r
using (
    select o.place
    from unnest($3::bigint[], $4::int[]) as x(before_s, row_limit)
    cross join lateral (select to_timestamp(x.before_s) as moment offset 0) as past
    cross join lateral (
        select f.place from (
            select o.ctid as place, o.recorded_at from change o
            order by o.id
            limit 1000) f
        where f.recorded_at < past.moment
        limit x.row_limit) o
) old
where r.ctid = old.place and scope_writes_all($1::text)
