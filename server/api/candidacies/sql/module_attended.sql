-- SPDX-License-Identifier: EUPL-1.2
-- T10: the last day on which each module was attended (candidacy_event_one_sequence); what was corrected to nothing never was.
select x.item, (e.data ->> 'module_id')::uuid as module_id, max(e.occurred_on) as attended_on
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (
    select v.data, v.occurred_on from candidacy_event v
    where v.candidacy_id = named.id and v.event = 'RECORD_ATTENDANCE' and attended_minutes_of(v.candidacy_id, v.id, v.data) > 0 offset 0) as e
where scope_sees_candidacy($1::text, $2::uuid, named.id)
group by x.item, e.data ->> 'module_id'
order by x.item, e.data ->> 'module_id'
