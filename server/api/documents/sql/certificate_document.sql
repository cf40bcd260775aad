-- A sealed file of a certificate, by id or number: none yet while it waits to be drawn. All by their keys.
select x.item, c.candidate_id, c.number, c.status, u.ordinal, d.attempts, wire_instant(d.created_at) as created_at,
       encode(d.content, 'hex') as content, encode(d.sha256, 'base64') as digest
from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[]) with ordinality as x(id, reference, kind, certificate_duplicate_id, item)
cross join lateral (select t.* from certificate_seen t where t.id = x.id or t.number = x.reference offset 0) as c
left join certificate_duplicate_seen u on u.id = x.certificate_duplicate_id and u.certificate_id = c.id
left join document d on d.subject_id = coalesce(u.id, c.id) and d.kind = x.kind
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id) and (x.certificate_duplicate_id is null or u.id is not null)
