-- What a change of a staff function is decided on.
select x.item, f.id, to_jsonb(f) as record, f.valid_to, f.version,
       f.valid_to is not null and function_needs_consent($1::text, $2::uuid, f.scope, f.scope_id, f.person_id, f.valid_to + 1) as needs_consent
from unnest($3::uuid[]) with ordinality as x(id, item)
join staff_function f on f.id = x.id
where scope_sees_all($1::text) or (f.scope = $1::text and f.scope_id = $2::uuid)
