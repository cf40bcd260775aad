-- SPDX-License-Identifier: EUPL-1.2
-- The words of a decision that takes effect, as those typed with its event: so they who must answer read them, and nobody
-- before the second signature. A decision without words leaves none.
insert into event_text (event_id, candidacy_id, texts)
select x.event_id, d.candidacy_id,
       jsonb_strip_nulls(jsonb_build_object('reasons', d.reasons, 'request_text', d.request_text))
from unnest($3::uuid[], $4::uuid[]) as x(event_id, decision_id)
join decision d on d.id = x.decision_id
where (d.reasons is not null or d.request_text is not null)
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid))
