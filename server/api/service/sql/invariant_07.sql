-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 7: what was validated is not evaluated again in the cycle, unless a refusal voided it or its evaluation was annulled.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    with subdomain as materialized (
        select r.referential_version_id, r.domain_code, r.code, r.position from referential_subdomain r)
    select later.id, 'sub-domain ' || s.code from evaluation earlier
    join evaluation later on later.candidacy_id = earlier.candidacy_id and later.ordinal > earlier.ordinal
    join candidacy c on c.id = earlier.candidacy_id
    join subdomain s on s.referential_version_id = c.referential_version_id
    where earlier.candidacy_id > x.after and earlier.candidacy_id <= x.through
      and later.completed_on is not null and earlier.annulled_on is null
      and substr(earlier.subdomain_statuses, s.position, 1) = 'V' and (later.scope_mask >> (s.position - 1)) & 1 = 1
      and not exists (
        select from subdomain_voiding v where v.candidacy_id = c.id and s.domain_code = any (v.domain_codes)
          and v.after_evaluation_ordinal >= earlier.ordinal and v.after_evaluation_ordinal < later.ordinal)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
