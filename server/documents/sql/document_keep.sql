-- SPDX-License-Identifier: EUPL-1.2
-- The sealed file, once: who comes second changes nothing (document_pk).
update document d
set content = x.content, sha256 = sha256(x.content), drawing = x.drawing, sealed_at = clock_timestamp(), fault = null
from unnest($1::text[], $2::uuid[], $3::int[], $4::bytea[], $5::text[]) as x(kind, subject_id, edition, content, drawing)
where d.subject_id = x.subject_id and d.kind = x.kind and d.edition = x.edition and d.sealed_at is null
