-- SPDX-License-Identifier: EUPL-1.2
-- What a change of an affiliation is decided on: for the days that it would gain, whether somebody has to accept them, and
-- whether they reach a session in which the person sits; and what was done in it last.
select x.item, a.id, a.organism_id, $1::text = 'NETWORK' as is_member, a.valid_to, to_jsonb(a) as record, a.version,
       a.valid_to is not null
       and function_needs_consent($1::text, $2::uuid, 'ORGANISM', a.organism_id, a.person_id, a.valid_to + 1) as needs_consent,
       case when a.valid_to is not null then function_meets_session(p.human_id, a.organism_id, a.valid_to + 1, x.valid_to) end
       as meets_session_id,
       $1::text = 'NETWORK' and organism_has_referent(a.organism_id) as has_referent, u.id as used_id, u.done_on as used_on
from unnest($3::uuid[], $4::date[]) with ordinality as x(id, valid_to, item)
join affiliation a on a.id = x.id
join person p on p.id = a.person_id
left join lateral exercise_of('affiliation', a.id) as u on true
where (scope_sees_all($1::text) or $1::text = 'COMMISSION'
       or ($1::text = 'ORGANISM' and a.organism_id = $2::uuid)
       or ($1::text = 'NETWORK' and exists (
           select from network_membership m
           where m.organism_id = a.organism_id and m.network_id = $2::uuid and m.valid_from <= current_day()
             and (m.valid_to is null or m.valid_to >= current_day()))))
