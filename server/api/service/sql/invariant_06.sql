-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 6: completed evaluations have whole grids, and no result was recorded behind their completion.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    with item as materialized (
        select r.id as referential_version_id, i.code, i.subdomain, i.position::int
        from referential_version r
        cross join lateral unnest(r.item_codes, r.item_subdomains) with ordinality as i(code, subdomain, position)
    )
    select e.id, 'no result for ' || i.code from evaluation e
    join candidacy c on c.id = e.candidacy_id
    join item i on i.referential_version_id = c.referential_version_id
    where e.candidacy_id > x.after and e.candidacy_id <= x.through and e.completed_on is not null
      and (e.scope_mask >> (i.subdomain - 1)) & 1 = 1 and substr(e.results, i.position, 1) = '-'
    union all
    select later.id, 'results behind the completion' from candidacy_event later
    join candidacy_event done on done.candidacy_id = later.candidacy_id and done.event = 'COMPLETE_PRIOR'
         and done.sequence < later.sequence
    where later.candidacy_id > x.after and later.candidacy_id <= x.through
      and later.event = 'RECORD_RESULTS' and later.from_state = 'PRIOR_IN_PROGRESS' and not exists (
        select from candidacy_event a where a.candidacy_id = later.candidacy_id and a.event = 'ANNUL_EVALUATION'
          and a.sequence between done.sequence and later.sequence)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
