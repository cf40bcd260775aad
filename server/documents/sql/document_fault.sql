-- Why a document could not be drawn: it comes again (document_pk).
update document d set fault = x.fault
from unnest($1::text[], $2::uuid[], $3::text[]) as x(kind, subject_id, fault)
where d.subject_id = x.subject_id and d.kind = x.kind and d.sealed_at is null
