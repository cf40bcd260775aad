-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 2: a live certificate is unique per candidate and certification.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select t.id, 'live certificates: ' || live.count
    from certificate t
    cross join lateral (
        select count(*) as count, bool_and(o.id >= t.id) as is_first from certificate o
        where o.candidate_id = t.candidate_id and o.referential_code = t.referential_code and o.status = 'ISSUED') as live
    where t.candidacy_id > x.after and t.candidacy_id <= x.through and t.status = 'ISSUED' and live.count > 1 and live.is_first
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
