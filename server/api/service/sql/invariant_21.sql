-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 21: numbers of certificates and minutes are drawn once each and leave no gap.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select t.id, 'certificate ' || t.number || ' follows none'
    from certificate t
    cross join lateral (select substring(t.number from '^CLEA-[0-9]{4}-([0-9]+)-[0-9]{2}$')::bigint as serial) as its
    where t.candidacy_id > x.after and t.candidacy_id <= x.through and its.serial > 1 and not exists (
        select from certificate o where o.number = reference_text('CLEA', substr(t.number, 6, 4)::int, its.serial - 1))
    union all
    select m.id, 'minutes ' || m.reference || ' follow none'
    from (select id, session_id, reference from minutes where session_id > x.after and session_id <= x.through
          union all
          select id, session_id, reference from rectification where session_id > x.after and session_id <= x.through) as m
    cross join lateral (select substring(m.reference from '^PV-[0-9]{4}-([0-9]+)-[0-9]{2}$')::bigint as serial) as its
    cross join lateral (select reference_text('PV', substr(m.reference, 4, 4)::int, its.serial - 1) as reference) as before
    where its.serial > 1 and not exists (select from minutes o where o.reference = before.reference)
      and not exists (select from rectification o where o.reference = before.reference)
    union all
    select null::uuid, 'counter ' || r.prefix || ' ' || r.year
    from reference_counter r
    cross join lateral (values (reference_text(r.prefix, r.year, r.value), true),
                               (reference_text(r.prefix, r.year, r.value + 1), false)) as drawn(number, is_drawn)
    where x.after = '00000000-0000-0000-0000-000000000000' -- once: in the first slice
      and drawn.is_drawn is distinct from case r.prefix
          when 'CLEA' then exists (select from certificate t where t.number = drawn.number)
          else exists (select from minutes m where m.reference = drawn.number)
               or exists (select from rectification r where r.reference = drawn.number) end
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
