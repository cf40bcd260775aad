-- SPDX-License-Identifier: EUPL-1.2
-- A decision is told, or the record of it corrected. Who comes second meets decision_notification_once or _corrected_once.
insert into decision_notification (id, decision_id, candidacy_id, notified_on, channel, document, appeal_by_date, corrects_id,
                                   correction_reason, notified_by, acting_org_id)
select x.id, x.decision_id, x.candidacy_id, x.notified_on, x.channel, x.document, x.appeal_by_date, x.corrects_id, x.correction_reason,
       x.person_id, x.org_id
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::text[], $8::text[], $9::date[], $10::uuid[], $11::text[], $12::uuid[], $13::uuid[])
     as x(id, decision_id, candidacy_id, notified_on, channel, document, appeal_by_date, corrects_id, correction_reason, person_id, org_id)
where scope_sees_candidacy($1::text, $2::uuid, x.candidacy_id)
