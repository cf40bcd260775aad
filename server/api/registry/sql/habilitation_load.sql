-- What an event on a habilitation is decided on: its state, its dates and its latest suspension.
select x.item, h.id, h.state, h.valid_from, h.valid_to, coalesce(h.granted_on, h.requested_on) as previous_on, h.version,
       s.id as spell_id, s.suspended_from, s.suspended_to, scope_time_zone('ORGANISM', h.organism_id) as holder_time_zone
from unnest($3::uuid[]) with ordinality as x(id, item)
join habilitation h on h.id = x.id
left join lateral (select p.* from habilitation_spell p where p.habilitation_id = h.id
                   order by p.suspended_from desc, p.suspended_to desc limit 1) s on true
where $1::text is not null
