-- SPDX-License-Identifier: EUPL-1.2
-- T19 to T24: where the file stands, and since when unless an agenda alone moves it; the answer to a deferral comes with it.
-- growth: 3, its triggers look at the agendas and the accesses of the file
update file f
set status = x.status, answer_text = coalesce(x.answer, f.answer_text), answered_on = coalesce(x.answered_on, f.answered_on),
    moved_on = coalesce(x.moved_on, f.moved_on)
from unnest($3::uuid[], $4::text[], $5::text[], $6::date[], $7::date[])
     as x(id, status, answer, answered_on, moved_on)
where f.id = x.id and scope_writes_candidacy($1::text, $2::uuid, f.candidacy_id)
