-- SPDX-License-Identifier: EUPL-1.2
-- Which of the holders and of the certification that a request names exist.
select x.item, exists (select from organism o where o.id = x.organism_id) as has_organism,
       exists (select from network n where n.id = x.network_id) as has_network,
       exists (select from referential_version v where v.code = x.referential_code) as has_referential
from unnest($3::uuid[], $4::uuid[], $5::text[]) with ordinality as x(organism_id, network_id, referential_code, item)
where $1::text is not null
