-- A request that is to be answered, its certificate, and whether the very person asked who comes now, in whatever function, or handed out
-- the login or key by which this one comes (annulment_request_pk).
select x.item, r.id, r.state, r.reason, r.requested_on, r.confirm_until, r.version, c.id as certificate_id, c.version as certificate_version,
       c.issued_on, human_of(r.requested_by) is not distinct from human_of(x.person_id)
         or credential_came_from(x.credential_id, human_of(r.requested_by)) as is_asker
from unnest($3::uuid[], $4::uuid[], $5::uuid[]) with ordinality as x(id, person_id, credential_id, item)
join annulment_request r on r.id = x.id
join certificate c on c.id = r.certificate_id
where scope_sees_all($1::text)
