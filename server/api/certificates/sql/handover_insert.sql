-- SPDX-License-Identifier: EUPL-1.2
-- A certificate or a duplicate was handed over, or the record of it is corrected. Who comes second meets certificate_handover_once or
-- _corrected_once.
insert into certificate_handover (id, certificate_id, duplicate_id, candidacy_id, handed_on, channel, tracking_number, corrects_id,
                                  correction_reason, handed_by, acting_scope, acting_org_id)
select x.id, x.certificate_id, x.certificate_duplicate_id, x.candidacy_id, x.handed_on, x.channel, x.tracking_number, x.corrects_id,
       x.correction_reason, x.person_id, $1::text, x.org_id
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::date[], $8::text[], $9::text[], $10::uuid[], $11::text[], $12::uuid[], $13::uuid[])
     as x(id, certificate_id, certificate_duplicate_id, candidacy_id, handed_on, channel, tracking_number, corrects_id, correction_reason,
          person_id, org_id)
where scope_sees_candidacy($1::text, $2::uuid, x.candidacy_id)
