-- SPDX-License-Identifier: EUPL-1.2
-- The grid of an evaluation (evaluation_pk), its candidacy and the words on its criteria (evidence_note_pk): a row a note, one when there is
-- none. The scoring of the version where it is asked for: a loop reads it once (api/shapes.h). Nothing of what a former owner keeps: he is
-- asked for that apart.
select x.item, c.id as candidacy_id, c.version, c.candidate_id, c.referential_version_id, s.shape, e.id, e.kind, e.scope_mask, e.results,
       e.subdomain_statuses, e.completed_on, n.item_code, n.note
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::boolean[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, id, brings_shape, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select l.* from evaluation l where l.id = x.id and entered.is_entered offset 0) as e
cross join lateral (select l.* from candidacy l where l.id = e.candidacy_id offset 0) as c
left join lateral (select v.shape from referential_version v where v.id = c.referential_version_id and x.brings_shape offset 0) as s on true
left join lateral (select l.item_code, l.note from evidence_note l where l.evaluation_id = e.id order by l.item_code offset 0) as n on true
where scope_sees_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id)
