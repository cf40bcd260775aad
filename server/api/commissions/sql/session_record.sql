-- A session as it stands, for the change that is laid over it.
select x.item, to_jsonb(s) as record
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join session s on s.id = x.id or s.reference = x.reference
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
