-- SPDX-License-Identifier: EUPL-1.2
-- What a change of a membership is decided on, and the last sitting that rests on it.
select x.item, m.id, m.network_id, m.organism_id, m.valid_to, to_jsonb(m) as record, m.version, u.id as used_id, u.done_on as used_on
from unnest($3::uuid[]) with ordinality as x(id, item)
join network_membership m on m.id = x.id
left join lateral exercise_of('network_membership', m.id) as u on true
where $1::text is not null
