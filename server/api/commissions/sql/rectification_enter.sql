-- SPDX-License-Identifier: EUPL-1.2
-- What both colleges are about to have signed is written of candidacies that were decided long ago (rectification_pk, decision_by_session).
select x.item, rectification_enter(x.id) as opened_count
from unnest($3::uuid[]) with ordinality as x(id, item)
where scope_writes_all($1::text) or $1::text = 'COMMISSION'
