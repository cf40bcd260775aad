-- Records older than their promise, the oldest first, some at a time (idempotency_record_by_age; each is deleted where it was found).
delete from idempotency_record r
using (
    select o.place
    from unnest($3::bigint[], $4::int[]) as x(before_s, row_limit)
    cross join lateral (
        select o.ctid as place from idempotency_record o
        where o.created_at < to_timestamp(x.before_s)
        order by o.created_at
        limit x.row_limit) o
) old
where r.ctid = old.place and scope_writes_all($1::text)
