-- Records older than their promise, some at a time (idempotency_record_by_age).
-- growth: all, it takes away what is old, and may look at what there is
delete from idempotency_record r
using unnest($3::bigint[], $4::int[]) as x(before_s, row_limit)
where (r.principal_key, r.method, r.path, r.key) in (
        select o.principal_key, o.method, o.path, o.key
        from idempotency_record o
        where o.created_at < to_timestamp(x.before_s)
        limit x.row_limit)
  and scope_writes_all($1::text)
