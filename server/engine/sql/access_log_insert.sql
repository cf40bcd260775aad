-- Who read personal data: in the segment of the read, on the connection that may write nothing else.
insert into access_log (scope, scope_id, credential_id, person_id, action, object_kind, object_id, request_id, status)
select $1::text, $2::uuid, x.credential_id, x.person_id, x.action, x.object_kind, x.object_id, x.request_id, 200
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[])
     as x(credential_id, person_id, action, object_kind, object_id, request_id)
