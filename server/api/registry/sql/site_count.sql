-- How many sites an organism has already (site_by_organism).
select x.item, (select count(*) from site s where s.organism_id = o.id) as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
join organism o on o.id = x.id or o.reference = x.reference
where $1::text is not null
