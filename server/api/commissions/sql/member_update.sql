-- The end of a mandate, or whether it is an alternate's; the mask says which columns the merge patch named.
update commission_member m
set mandate_to = case when substr(x.mask, 1, 1) = '1' then x.mandate_to else m.mandate_to end,
    is_alternate = case when substr(x.mask, 2, 1) = '1' then x.is_alternate else m.is_alternate end
from unnest($3::uuid[], $4::int[], $5::text[], $6::date[], $7::boolean[])
     as x(id, version, mask, mandate_to, is_alternate)
where m.id = x.id and m.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid))
