-- SPDX-License-Identifier: EUPL-1.2
-- A sealed file of a certificate, by id or number: none yet while it waits to be drawn. Each kind is there in one state of the certificate: of one
-- that was annulled nobody is given the paper again. All by their keys.
select x.item, c.candidacy_id, c.candidate_id, c.number as label, u.ordinal, (c.status = 'ANNULLED') <> (x.kind = 'ANNULMENT') as is_void,
       null::text as candidacy_ids, {{document_row}}
from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[]) with ordinality as x(id, reference, kind, certificate_duplicate_id, item)
cross join lateral (select t.* from certificate_seen t where t.id = x.id or t.number = x.reference offset 0) as c
left join lateral (select t.id, t.ordinal from certificate_duplicate_seen t
                   where t.id = x.certificate_duplicate_id and t.certificate_id = c.id offset 0) as u on true
cross join lateral (select coalesce(u.id, c.id) as subject_id, x.kind offset 0) as paper
left join lateral (select t.* from document t where t.subject_id = paper.subject_id and t.kind = paper.kind offset 0) as d on true
where scope_sees_candidacy($1::text, $2::uuid, c.candidacy_id) and (x.certificate_duplicate_id is null or u.id is not null)
