-- SPDX-License-Identifier: EUPL-1.2
-- The human behind a record that another one is to be of, and whose that is to say (person_pk).
select x.item, p.human_id, person_is_operators(p.id) as is_operators, person_is_colleague(p.id, x.caller_id) as is_colleagues
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(id, caller_id, item)
join person p on p.id = x.id
where $1::text is not null
