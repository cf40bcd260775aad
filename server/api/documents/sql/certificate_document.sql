-- The sealed file of a certificate, by id or number: none yet while it waits to be drawn. Both by their keys.
select x.item, c.candidate_id, c.number, c.status, d.attempts, wire_instant(d.created_at) as created_at,
       encode(d.content, 'hex') as content, encode(d.sha256, 'base64') as digest
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from certificate_seen t where t.id = x.id or t.number = x.reference offset 0) as c
left join document d on d.subject_id = c.id and d.kind = 'CERTIFICATE'
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id)
