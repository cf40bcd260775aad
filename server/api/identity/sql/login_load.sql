-- SPDX-License-Identifier: EUPL-1.2
-- What the end of a login is decided on: whose it is, and what another one would open.
select x.item, l.id, l.version, l.ended_at is null as is_bound, l.candidate_id is not null as is_candidate,
       l.partner_id is not null as is_of_partner, person_roles_held(l.person_id) as roles_held,
       ($1::text = 'CANDIDATE' and l.candidate_id = $2::uuid) or coalesce(l.person_id in (select q.id from person me join person q on q.human_id = me.human_id where me.id = x.caller_id), false) as is_own,
       person_is_colleague(l.person_id, x.caller_id) as is_colleagues,
       case when scope_writes_all($1::text) then false
            when l.person_id is not null then person_is_of_others(l.person_id, $1::text, $2::uuid)
            else candidate_is_of_others(l.candidate_id, $1::text, $2::uuid) end as is_of_others
from unnest($3::uuid[], $4::uuid[], $5::boolean[]) with ordinality as x(id, caller_id, is_inviter, item)
join login l on l.id = x.id
where {{login_seen}}
