-- SPDX-License-Identifier: EUPL-1.2
-- T10: what was attended, recorded or corrected by who trains the candidate of another organism: from the version that was read, or nothing.
select f.id
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int[], $8::uuid[], $9::int[], $10::text[], $11::date[], $12::date[], $13::uuid[])
     with ordinality as x(asker_scope, asker_scope_id, asker_reach, candidacy_id, version, module_id, attended_minutes, overrun_reason,
                          occurred_on, today, corrected_id, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select a.id from attendance_for_other(x.candidacy_id, x.version, x.module_id, x.attended_minutes, x.overrun_reason,
                                                          x.occurred_on, x.today, x.corrected_id) as a(id)
                    where entered.is_entered and scope_trains_candidacy(x.asker_scope, x.asker_scope_id, x.candidacy_id) offset 0) as f
