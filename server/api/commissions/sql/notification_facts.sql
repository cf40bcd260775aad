-- SPDX-License-Identifier: EUPL-1.2
-- What a notification rests on: the candidacy, the decision that it names if it is one of this candidacy and may be seen, the record
-- that stands of its words as they read now, the last day to appeal that was told, of whatever words, and whether the record that is to
-- be corrected is of these words (decision_pk, decision_notification_by_decision).
select x.item, c.id, c.owner_org_id, d.id as decision_id, d.commission_id, d.outcome, d.effective_on, d.rectified_on, told.id as standing_id, told.notified_on,
       (select max(n.appeal_by_date) from decision_notification_seen n where n.decision_id = d.id) as appeal_by_date,
       exists (select from decision_notification_seen n where n.id = x.corrects_id and n.decision_id = d.id
               and n.rectification_id is not distinct from (d.rectification_id)) as is_of_decision,
       (select count(*) from decision_notification_seen n where n.decision_id = d.id
          and n.acting_org_id is not distinct from case when $1::text = 'ORGANISM' then $2::uuid end) as present_count
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) with ordinality as x(id, reference, decision_id, corrects_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
left join decision_seen d on d.id = x.decision_id and d.candidacy_id = c.id
left join lateral (
    select n.id, n.notified_on from decision_notification_seen n
    where n.decision_id = d.id and n.rectification_id is not distinct from (d.rectification_id)
      and not exists (select from decision_notification_seen k where k.decision_id = d.id and k.corrects_id = n.id)
) as told on true
where scope_sees_candidacy($1::text, $2::uuid, c.id)
