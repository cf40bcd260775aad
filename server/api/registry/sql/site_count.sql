-- How many open sites an organism has already (site_by_organism).
select x.item, (select count(*) from site s where s.organism_id = o.id and s.status = 'ACTIVE') as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.id from organism t where t.id = x.id or t.reference = x.reference offset 0) as o
where $1::text is not null
