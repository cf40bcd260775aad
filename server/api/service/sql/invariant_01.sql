-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 1: at most one live candidacy per candidate and certification.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select c.id, 'live candidacies: ' || live.count
    from candidacy c
    join candidacy_state s on s.state = c.state
    cross join lateral (
        select count(*) as count, bool_and(o.id >= c.id) as is_first
        from candidacy o join candidacy_state t on t.state = o.state
        where o.candidate_id = c.candidate_id and o.referential_code = c.referential_code
          and t.is_live and (o.state <> 'ABANDONED' or o.information_on is not null)) as live
    where c.id > x.after and c.id <= x.through and s.is_live and (c.state <> 'ABANDONED' or c.information_on is not null)
      and live.count > 1 and live.is_first
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
