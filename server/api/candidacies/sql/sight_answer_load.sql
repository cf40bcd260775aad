-- SPDX-License-Identifier: EUPL-1.2
-- The contact that a candidate names beside his code (sight_code_pk, candidacy_one_reference); what the code does not open counts.
select x.item, q.candidacy_id, q.organism_name, q.organism_reference, q.organism_siret, q.organism_city, q.time_zone, q.is_open, q.is_needed, q.is_of_asker
from unnest($3::bytea[], $4::text[]) with ordinality as x(digest, reference, item)
cross join lateral sight_of_code_tried(x.digest, x.reference) as q
where $1::text is not null
