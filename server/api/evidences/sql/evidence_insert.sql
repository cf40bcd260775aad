-- SPDX-License-Identifier: EUPL-1.2
-- Evidence, behind its last piece: it is there when all of them are (evidence_whole).
insert into evidence (id, candidacy_id, acting_scope, acting_org_id, added_by, title, media_type, byte_count, part_count, sha256)
select x.id, x.candidacy_id, $1::text, case when $1::text = 'ORGANISM' then $2::uuid end, x.person_id, x.title, x.media_type,
       x.byte_count, x.part_count, x.sha256
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int[], $9::int[], $10::bytea[])
     as x(id, candidacy_id, person_id, title, media_type, byte_count, part_count, sha256)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
