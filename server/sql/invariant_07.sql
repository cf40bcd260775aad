-- Invariant 7: what was validated is not evaluated again in the cycle, unless a refusal voided it or its evaluation was annulled.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::int[]) with ordinality as x(number, stricter_min_pct, item)
cross join lateral (
    select later.evaluation_id, 'sub-domain ' || later.code from evaluation_subdomain earlier
    join evaluation_subdomain later on later.candidacy_id = earlier.candidacy_id and later.code = earlier.code
         and later.ordinal > earlier.ordinal and later.is_in_scope
    where earlier.stored = 'V' and not earlier.is_annulled and not exists (
        select from subdomain_voiding v where v.candidacy_id = earlier.candidacy_id and earlier.domain_code = any (v.domain_codes)
          and v.after_evaluation_ordinal >= earlier.ordinal and v.after_evaluation_ordinal < later.ordinal)
) as broken(id, detail)
where scope_sees_all($1::text) and ($2::uuid is null or $2::uuid is not null)
order by broken.id, broken.detail
limit 10
