-- SPDX-License-Identifier: EUPL-1.2
-- Pieces of files of which nothing came, the oldest first, some at a time (evidence_part_loose, evidence_part_pk). As an array: a plan that
-- was made before there was any evidence would read all of it for a join.
delete from evidence_part p
where p.evidence_id = any (array(
    select o.evidence_id
    from unnest($3::bigint[], $4::int[]) as x(before_s, row_limit)
    cross join lateral (
        select l.evidence_id from evidence_part l
        where l.loose_since < to_timestamp(x.before_s)
        order by l.loose_since
        limit x.row_limit) o)) and scope_writes_all($1::text)
