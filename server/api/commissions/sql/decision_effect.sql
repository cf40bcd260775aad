-- The second signature: a decision takes effect.
update decision d
set effective_on = x.effective_on
from unnest($3::uuid[], $4::date[]) as x(id, effective_on)
where d.id = x.id and d.effective_on is null
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid))
