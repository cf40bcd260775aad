-- SPDX-License-Identifier: EUPL-1.2
-- What an organism may invoke for an activity and a certification: its own habilitations and, cut to the membership,
-- those of its networks (A28); a row a suspension (A29). The day of a withdrawal is refused already. For training its quality
-- certificates too (A27): which of the two counts is the policy's to say.
select x.item, h.id, h.network_id, h.organism_id is not null as is_own, false as is_certificate, null as number,
       greatest(h.valid_from, m.valid_from) as valid_from, least(h.valid_to, m.valid_to, h.ended_on - 1) as valid_to,
       s.suspended_from, s.suspended_to
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) with ordinality
     as x(id, reference, activity, referential_code, item)
join organism o on (o.id = x.id or o.reference = x.reference) and o.status = 'ACTIVE'
cross join lateral (
    select null::uuid as network_id, null::date as valid_from, null::date as valid_to
    union all
    select nm.network_id, nm.valid_from, nm.valid_to from network_membership nm where nm.organism_id = o.id
) m
join habilitation h on (m.network_id is null and h.organism_id = o.id) or h.network_id = m.network_id
left join habilitation_spell s on s.habilitation_id = h.id
where h.was_granted and h.activity = x.activity and h.referential_code = x.referential_code
  and $1::text is not null
union all
select x.item, q.id, null, true, true, q.number, q.valid_from, q.valid_to, null, null
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) with ordinality
     as x(id, reference, activity, referential_code, item)
join organism o on (o.id = x.id or o.reference = x.reference) and o.status = 'ACTIVE'
join quality_certificate q on q.organism_id = o.id
where x.activity = 'TRAINING' and $1::text is not null
order by 1, 4 desc, 2, 7, 9
