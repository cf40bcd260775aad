-- Sites of an organism, by page (site_by_organism).
select x.item, {{site}}, {{marks s}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::text[]) with ordinality as x(page_limit, cursor_id, organism_id, reference, item)
cross join lateral (select t.* from organism t where t.id = x.organism_id or t.reference = x.reference offset 0) as o
cross join lateral (
    {{walk}}
    {{end}}
) s
where $1::text is not null
order by x.item, {{order s}}
