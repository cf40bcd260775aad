-- SPDX-License-Identifier: EUPL-1.2
-- A piece of evidence that is to be removed: whether it is the caller's to remove (the side that put it there, the organism in charge what any
-- organism did, the certifier everything), and whether the file was sent with it, and not recalled since (evidence_pk,
-- candidacy_event_one_sequence).
select x.item, e.id, e.state, e.version, c.id as candidacy_id, c.state as candidacy_state, c.version as candidacy_version,
       scope_writes_all($1::text) or (e.acting_scope = $1::text and ($1::text = 'CANDIDATE' or c.owner_org_id = $2::uuid)) as is_side,
       exists (select from (
                   select v.event, v.recorded_at, lead(v.event) over (order by v.sequence) as then_event
                   from candidacy_event v
                   where v.candidacy_id = c.id and v.event in ('SUBMIT_FILE', 'ANSWER_COMPLEMENT', 'RECALL_FILE')) s
               where s.event <> 'RECALL_FILE' and s.recorded_at > e.created_at and s.then_event is distinct from 'RECALL_FILE') as was_sent
from unnest($3::uuid[]) with ordinality as x(id, item)
join evidence_seen e on e.id = x.id
join candidacy_seen c on c.id = e.candidacy_id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
