-- Invariant 2: a live certificate is unique per candidate and certification.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select (array_agg(t.id order by t.id))[1], 'live certificates: ' || count(*)
    from certificate t where t.status = 'ISSUED' group by t.candidate_id, t.referential_code having count(*) > 1
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
