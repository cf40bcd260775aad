-- Invariant 5: stored statuses are those that the grid gives, by the thresholds that were in force at the completion.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select e.evaluation_id, 'sub-domain ' || e.code || ': stored ' || coalesce(e.stored, 'nothing') from evaluation_subdomain e
    where e.stored is distinct from case when not e.is_in_scope then '-'
              when e.has_mandatory and case when e.min_pct is not null then 100 * e.validated_count >= e.min_pct * e.item_count
                                            else e.validated_count >= e.min_validated end then 'V' else 'N' end
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
