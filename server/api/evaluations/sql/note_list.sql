-- Words on the criteria of an evaluation (evidence_note_pk).
select x.item, n.item_code, n.note
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[]) with ordinality as x(asker_scope, asker_scope_id, asker_reach, id, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select c.id, c.owner_org_id from evaluation e join candidacy c on c.id = e.candidacy_id
                    where e.id = x.id and entered.is_entered
                      and scope_sees_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id) offset 0) as c
cross join lateral (select n.item_code, n.note from evidence_note n where n.evaluation_id = x.id and n.candidacy_id = c.id
                    order by n.item_code offset 0) as n
