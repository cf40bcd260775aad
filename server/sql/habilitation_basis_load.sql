-- What an organism may invoke for an activity and a certification: its own habilitations and, cut to the membership,
-- those of its networks (A28); a row a suspension (A29). The day of a withdrawal is refused already.
select x.item, h.id, h.network_id, h.organism_id is not null as is_own,
       greatest(h.valid_from, m.valid_from) as valid_from, least(h.valid_to, m.valid_to, h.ended_on - 1) as valid_to,
       s.suspended_from, s.suspended_to
from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) with ordinality
     as x(organism_id, reference, activity, referential_code, item)
join organism o on (o.id = x.organism_id or o.reference = x.reference) and o.status = 'ACTIVE'
cross join lateral (
    select null::uuid as network_id, null::date as valid_from, null::date as valid_to
    union all
    select nm.network_id, nm.valid_from, nm.valid_to from network_membership nm where nm.organism_id = o.id
) m
join habilitation h on (m.network_id is null and h.organism_id = o.id) or h.network_id = m.network_id
left join habilitation_spell s on s.habilitation_id = h.id
where h.state <> 'REQUESTED' and h.activity = x.activity and h.referential_code = x.referential_code
  and ($1::text is not null and ($2::uuid is null or $2::uuid is not null))
order by x.item, h.organism_id is null, h.id, m.valid_from nulls first, s.suspended_from
