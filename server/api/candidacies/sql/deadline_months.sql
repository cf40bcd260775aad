-- SPDX-License-Identifier: EUPL-1.2
-- How many of them fall due in each month, soonest first. Counted in the index, without a row (candidacy_by_expiry for everybody's,
-- candidacy_by_owner_and_expiry otherwise): by days, which come in its order, then by months.
-- growth: all, it counts what falls due; of everybody's 100,000 files that is some hundred pages
select x.item, to_char(due.deadline_date, 'YYYY-MM') as month, sum(due.count)::int as candidacy_count
from unnest($3::date[], $4::date[], $5::text[], $6::uuid[], $7::uuid[], $8::int[]) with ordinality
     as x(from_date, to_date, states, organism_id, network_id, within_months, item)
cross join lateral ({{deadline_span}}) span
cross join lateral (
    select c.deadline_date, count(*) as count
    from candidacy c
    where scope_sees_all($1::text) and x.organism_id is null and x.network_id is null and {{deadline_asked}}
    group by c.deadline_date
    union all
    select e.deadline_date, e.count
    from ({{deadline_owners}}) as o(id)
    cross join lateral (
        select c.deadline_date, count(*) as count from candidacy c where c.owner_org_id = o.id and {{deadline_asked}}
        group by c.deadline_date) e
    offset 0
) due
group by x.item, to_char(due.deadline_date, 'YYYY-MM')
order by x.item, to_char(due.deadline_date, 'YYYY-MM')
