-- SPDX-License-Identifier: EUPL-1.2
-- Whether the record of whom a file of an agenda is about is of another identity than was evaluated, and who states that it is right
-- (agenda_item_pk): of statements themselves a commission reads nothing.
select x.item, s.candidate_id, s.changed_members, s.statement_id as id, s.is_asker
from unnest($3::uuid[], $4::uuid[], $5::uuid[]) with ordinality as x(agenda_item_id, person_id, credential_id, item)
join agenda_item i on i.id = x.agenda_item_id
cross join lateral identity_statement_standing(i.candidacy_id, x.person_id, x.credential_id) as s
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and i.commission_id = $2::uuid)
