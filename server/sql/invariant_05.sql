-- Invariant 5: stored statuses are those that the grid gives, by the thresholds of the version or, where it is on, by the stricter policy.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::int[]) with ordinality as x(number, stricter_min_pct, item)
cross join lateral (
    select e.evaluation_id, 'sub-domain ' || e.code || ': stored ' || coalesce(e.stored, 'nothing') from evaluation_subdomain e
    where e.stored is distinct from case when not e.is_in_scope then '-'
              when e.has_mandatory and case when e.min_pct is not null then 100 * e.validated_count >= e.min_pct * e.item_count
                                            else e.validated_count >= e.min_validated end then 'V' else 'N' end
      and not (x.stricter_min_pct is not null and e.is_in_scope and e.stored is not distinct from
               case when e.has_mandatory and 100 * e.validated_count >= x.stricter_min_pct * e.item_count then 'V' else 'N' end)
) as broken(id, detail)
where scope_sees_all($1::text) and ($2::uuid is null or $2::uuid is not null)
order by broken.id, broken.detail
limit 10
