-- Commissions, newest first, by page: everybody may know who decides.
select x.item, {{commission}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::text[], $8::text[], $9::text[])
     with ordinality as x(page_limit, cursor_id, is_backward, kind, region, idcc, referential_code, item)
cross join lateral (
    select k.*
    from commission k
    where $1::text is not null
      and (x.cursor_id is null or case when x.is_backward then k.id > x.cursor_id else k.id < x.cursor_id end)
      and (x.kind is null or k.kind = x.kind)
      and (x.region is null or k.region = x.region)
      and (x.idcc is null or k.idcc = x.idcc)
      and (x.referential_code is null or k.referential_code = x.referential_code)
    order by case when x.is_backward then k.id end, k.id desc
    limit x.page_limit
) k
