-- SPDX-License-Identifier: EUPL-1.2
-- Evidence beside a result, kept apart from the history because it has its own retention.
insert into evidence_note (evaluation_id, candidacy_id, item_code, note, person_id)
select x.evaluation_id, x.candidacy_id, x.item_code, x.note, x.person_id
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::uuid[])
     as x(evaluation_id, candidacy_id, item_code, note, person_id)
where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
on conflict on constraint evidence_note_pk do update set note = excluded.note, person_id = excluded.person_id
