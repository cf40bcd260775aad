-- Invariant 6: completed evaluations have whole grids, and no result was recorded behind their completion.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select e.id, 'no result for ' || i.code from evaluation e
    join candidacy c on c.id = e.candidacy_id
    join referential_version r on r.id = c.referential_version_id
    cross join lateral unnest(r.item_codes, r.item_subdomains) with ordinality as i(code, subdomain, position)
    where e.completed_on is not null and (e.scope_mask >> (i.subdomain - 1)) & 1 = 1 and substr(e.results, i.position::int, 1) = '-'
    union all
    select later.id, 'results behind the completion' from candidacy_event later
    join candidacy_event done on done.candidacy_id = later.candidacy_id and done.event = 'COMPLETE_PRIOR'
         and done.sequence < later.sequence
    where later.event = 'RECORD_RESULTS' and later.from_state = 'PRIOR_IN_PROGRESS' and not exists (
        select from candidacy_event a where a.candidacy_id = later.candidacy_id and a.event = 'ANNUL_EVALUATION'
          and a.sequence between done.sequence and later.sequence)
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
