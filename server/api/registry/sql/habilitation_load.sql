-- SPDX-License-Identifier: EUPL-1.2
-- What an event on a habilitation is decided on: its state, its dates and its latest suspension. What was never granted is there
-- for its holder and the certifier only.
select x.item, h.id, h.state, h.valid_from, h.valid_to, coalesce(h.granted_on, h.requested_on) as previous_on, h.version,
       coalesce(h.organism_id, h.network_id) as holder_id, s.id as spell_id, s.suspended_from, s.suspended_to,
       scope_time_zone('ORGANISM', h.organism_id) as holder_time_zone
from unnest($3::uuid[]) with ordinality as x(id, item)
join habilitation h on h.id = x.id
left join lateral (select p.* from habilitation_spell p where p.habilitation_id = h.id
                   order by p.suspended_from desc, p.suspended_to desc limit 1) s on true
where h.was_granted or scope_sees_all($1::text) or coalesce(h.organism_id, h.network_id) = $2::uuid
