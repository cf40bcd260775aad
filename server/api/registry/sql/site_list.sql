-- Sites of an organism, by page (site_by_organism).
select x.item, {{site}}, {{marks s}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::text[]) with ordinality as x(page_limit, cursor_id, organism_id, reference, item)
join organism o on o.id = x.organism_id or o.reference = x.reference
cross join lateral (
    {{walk}}
    {{end}}
) s
where $1::text is not null
order by x.item, {{order s}}
