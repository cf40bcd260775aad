-- SPDX-License-Identifier: EUPL-1.2
-- What a change of a staff function is decided on, and when something was last done in it.
select x.item, f.id, to_jsonb(f) as record, f.valid_to, f.version,
       f.valid_to is not null and function_needs_consent($1::text, $2::uuid, f.scope, f.scope_id, f.person_id, f.valid_to + 1) as needs_consent,
       f.scope = 'CERTIFIER' and person_is_colleague(f.person_id, x.caller_id) as is_colleagues,
       u.id as used_id, u.done_on as used_on
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(id, caller_id, item)
join staff_function f on f.id = x.id
left join lateral exercise_of('staff_function', f.id) as u on true
where scope_sees_all($1::text) or (f.scope = $1::text and f.scope_id = $2::uuid)
