-- Invariant 21: numbers of certificates and minutes are drawn once each and leave no gap.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select null::uuid, 'counter ' || r.prefix || ' ' || r.year from reference_counter r
    where r.value <> case r.prefix
        when 'CLEA' then (select count(distinct t.number) from certificate t where t.number like 'CLEA-' || r.year || '-%')
        else (select count(distinct m.reference) from minutes m where m.reference like 'PV-' || r.year || '-%') end
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
