-- SPDX-License-Identifier: EUPL-1.2
-- What a document that was taken up has to say, in a statement of its own: what fails here fails for this one alone (document_pk).
select document_told(x.kind, x.subject_id, x.edition) as told
from unnest($1::text[], $2::uuid[], $3::int[]) as x(kind, subject_id, edition)
