-- SPDX-License-Identifier: EUPL-1.2
-- Why a document could not be drawn: it comes again (document_pk).
update document d set fault = x.fault
from unnest($1::text[], $2::uuid[], $3::int[], $4::text[]) as x(kind, subject_id, edition, fault)
where d.subject_id = x.subject_id and d.kind = x.kind and d.edition = x.edition and d.sealed_at is null
