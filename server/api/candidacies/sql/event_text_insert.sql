-- SPDX-License-Identifier: EUPL-1.2
-- The words typed with an act, apart from the history, because fewer people read them.
insert into event_text (event_id, candidacy_id, texts)
select x.id, x.candidacy_id, x.texts::jsonb
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[])
     as x(asker_scope, asker_scope_id, asker_reach, id, candidacy_id, texts)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
where entered.is_entered
