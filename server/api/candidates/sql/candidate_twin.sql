-- SPDX-License-Identifier: EUPL-1.2
-- What a correction would make of a record, asked once the database has refused it: the candidate of the very same civil identity, whoever
-- recorded it (A37), unless somebody else stated that they are two; and, of those who may be the same person and are followed, how many and which of them the asker sees. A record whose
-- parts stay as they are is judged no more.
select x.item, m.other_id as twin_id, m.is_by_asker, coalesce(a.alike_count, 0) as alike_count, a.alike_ids
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::uuid[]) with ordinality
     as x(id, identity_key, identity_parts, first_name_1, person_id, item)
cross join lateral (select string_to_array(x.identity_parts, '|', '') as made) p
join candidate c on c.id = x.id
left join lateral (select h.* from identity_held(x.identity_key, p.made, x.id, x.person_id) h limit 1) as m on true
left join lateral (select candidates_alike_count(x.id, p.made, x.first_name_1) as alike_count,
                          candidates_alike_seen($1::text, $2::uuid, x.id, p.made, x.first_name_1) as alike_ids
                   where p.made is distinct from c.identity_parts) as a on true
where candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id)
