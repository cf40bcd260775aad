-- How many open sites an organism has already that the same side entered: a network, or else the organism and the certifier
-- (site_by_organism). What a network enters takes no room of its member.
select x.item, (select count(*) from site s where s.organism_id = o.id and s.status = 'ACTIVE'
                and s.entered_by_network_id is not distinct from case when $1::text = 'NETWORK' then $2::uuid end) as present_count
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.id from organism t where t.id = x.id or t.reference = x.reference offset 0) as o
where $1::text is not null
