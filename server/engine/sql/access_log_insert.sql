-- What was shown to whom: one row an answer, with whom it names, on the connection that may write nothing else.
insert into access_log (scope, scope_id, id, credential_id, person_id, function_id, roles, action, object_kind, request_id,
                        status, candidate_ids, person_ids, object_ids)
select $1::text, $2::uuid, x.id, x.credential_id, x.person_id, x.function_id, string_to_array(x.roles, ','), x.action,
       x.object_kind, x.request_id, x.status, x.candidate_ids::uuid[], x.person_ids::uuid[], x.object_ids::uuid[]
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[],
            $12::text[], $13::text[], $14::text[])
     as x(id, credential_id, person_id, function_id, roles, action, object_kind, request_id, status, candidate_ids, person_ids,
          object_ids)
