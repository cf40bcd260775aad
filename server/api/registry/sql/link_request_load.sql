-- SPDX-License-Identifier: EUPL-1.2
-- A request that is to be answered: on which side the caller stands, and what stands against the link today (link_request_pk).
-- Who acts for the side that asks never is the person who is asked, whatever key he was given there; nor is another employer, whose
-- key he has. Of a membership both sides have people: whether he is one with who asked.
select x.item, r.id, r.state, r.version, r.valid_from, r.valid_to, r.answer_until,
       x.acts_for_scope and r.asked_scope = $1::text and r.asked_scope_id is not distinct from $2::uuid as is_asked,
       case r.kind
           when 'MEMBERSHIP' then x.acts_for_scope and ((r.asked_scope = 'NETWORK' and $1::text = 'ORGANISM' and r.organism_id = $2::uuid)
                                                        or (r.asked_scope = 'ORGANISM' and $1::text = 'NETWORK' and r.network_id = $2::uuid))
           else not (r.asked_scope = $1::text and r.asked_scope_id is not distinct from $2::uuid)
                and r.person_id in (select q.id from person me join person q on q.human_id = me.human_id where me.id = x.caller_id)
                and credential_speaks(x.credential_id, r.person_id, r.asked_scope, r.asked_scope_id)
       end as is_other,
       r.kind = 'MEMBERSHIP' and not credentials_are_apart(r.asked_with, r.asked_by, x.credential_id, x.caller_id, true) as is_asker,
       k.overlapping_id, k.is_excluded, k.meets_session_id
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[]) with ordinality as x(id, caller_id, credential_id, acts_for_scope, item)
join link_request r on r.id = x.id
cross join lateral link_conflicts(r.network_id, r.organism_id, r.commission_id, r.funder_id, r.person_id, r.role,
                                  greatest(r.valid_from, current_day()), r.valid_to) as k
where {{link_request_seen}}
