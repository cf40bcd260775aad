-- SPDX-License-Identifier: EUPL-1.2
-- Habilitations, by page; a request is seen by its holder and the certifier only (habilitation_pk, habilitation_by_organism,
-- habilitation_by_network).
select x.item, {{habilitation}}, {{marks h}}
from unnest($3::int[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[])
     with ordinality as x(page_limit, cursor_id, organism_id, network_id, activity, referential_code, state, item)
cross join lateral (
    {{walk}}
      and (c.was_granted or scope_sees_all($1::text) or coalesce(c.organism_id, c.network_id) = $2::uuid)
      and (x.organism_id is null or c.organism_id = x.organism_id)
      and (x.network_id is null or c.network_id = x.network_id)
      and (x.activity is null or c.activity = x.activity)
      and (x.referential_code is null or c.referential_code = x.referential_code)
      and (x.state is null or c.state = x.state)
    {{end}}
) h
left join organism o on o.id = h.organism_id
left join network n on n.id = h.network_id
order by x.item, {{order h}}
