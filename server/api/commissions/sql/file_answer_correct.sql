-- SPDX-License-Identifier: EUPL-1.2
-- The answer to a deferral is corrected as long as the file is on no agenda since.
update file f
set answer_text = x.answer_text
from unnest($3::uuid[], $4::text[]) as x(id, answer_text)
where f.id = x.id and f.status = 'SUBMITTED' and f.answered_on is not null and scope_writes_candidacy($1::text, $2::uuid, f.candidacy_id)
