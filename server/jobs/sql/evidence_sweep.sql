-- Pieces of files of which nothing came, the oldest first, some at a time (evidence_part_loose, evidence_part_pk).
delete from evidence_part p
using (
    select o.evidence_id
    from unnest($3::bigint[], $4::int[]) as x(before_s, row_limit)
    cross join lateral (
        select l.evidence_id from evidence_part l
        where l.loose_since < to_timestamp(x.before_s)
        order by l.loose_since
        limit x.row_limit) o
) loose
where p.evidence_id = loose.evidence_id and scope_writes_all($1::text)
