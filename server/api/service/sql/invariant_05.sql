-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 5: stored statuses are those that the grid gives, by the thresholds that were in force at the completion.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    with item as materialized (
        select s.referential_version_id, s.position as subdomain, s.code as subdomain_code, s.min_pct, s.min_validated,
               i.position::int, i.code = any (s.mandatory_codes) as is_mandatory
        from referential_version r
        join referential_subdomain s on s.referential_version_id = r.id
        cross join lateral unnest(r.item_codes, r.item_subdomains) with ordinality as i(code, subdomain, position)
        where i.subdomain = s.position
    )
    select e.id, 'sub-domain ' || (select i.subdomain_code from item i
                                   where i.referential_version_id = c.referential_version_id and i.subdomain = grid.subdomain limit 1)
                 || ': stored ' || coalesce(substr(e.subdomain_statuses, grid.subdomain, 1), 'nothing')
    from evaluation e
    join candidacy c on c.id = e.candidacy_id
    cross join lateral (
        select i.subdomain, count(*) as item_count, count(*) filter (where substr(e.results, i.position, 1) = 'V') as validated_count,
               bool_and(not i.is_mandatory or substr(e.results, i.position, 1) = 'V') as has_mandatory,
               coalesce(e.stricter_min_pct, min(i.min_pct)) as min_pct, min(i.min_validated) as min_validated
        from item i where i.referential_version_id = c.referential_version_id
        group by i.subdomain) as grid
    where e.candidacy_id > x.after and e.candidacy_id <= x.through and e.completed_on is not null
      and substr(e.subdomain_statuses, grid.subdomain, 1) is distinct from case
          when (e.scope_mask >> (grid.subdomain - 1)) & 1 = 0 then '-'
          when grid.has_mandatory and case when grid.min_pct is not null then 100 * grid.validated_count >= grid.min_pct * grid.item_count
                                           else grid.validated_count >= grid.min_validated end then 'V'
          else 'N' end
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
