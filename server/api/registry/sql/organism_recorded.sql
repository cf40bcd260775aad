-- SPDX-License-Identifier: EUPL-1.2
-- Another organism that has this SIRET already (organism_one_siret).
select x.item, o.id as recorded_id
from unnest($3::uuid[], $4::text[], $5::text[]) with ordinality as x(id, reference, siret, item)
join organism o on o.siret = x.siret and o.id is distinct from x.id and o.reference is distinct from x.reference
where $1::text is not null
