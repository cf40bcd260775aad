-- SPDX-License-Identifier: EUPL-1.2
-- What an appeal that is to be filed rests on: the candidacy, the decision it names if it is one of this candidacy and may be
-- seen, the last day to appeal that the candidate was told (decision_appeal_by), and the appeal there is already:
-- one that an organism withdrew does not spend the candidate's
-- (decision_pk, decision_notification_by_decision, appeal_one_per_decision).
select x.item, c.id, c.owner_org_id, (select o.time_zone from organism o where o.id = c.owner_org_id) as owner_time_zone,
       d.id as decision_id, d.outcome, d.effective_on, r.id as appeal_id,
       decision_appeal_by(d.id) as appeal_by_date,
       (select count(*) from appeal_seen a where a.candidacy_id = c.id
          and a.acting_org_id is not distinct from case when $1::text = 'ORGANISM' then $2::uuid end) as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, decision_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
left join decision_seen d on d.id = x.decision_id and d.candidacy_id = c.id
left join appeal_seen r on r.decision_id = d.id and (r.state <> 'WITHDRAWN' or r.withdraw_proof is null)
where scope_sees_candidacy($1::text, $2::uuid, c.id)
