-- SPDX-License-Identifier: EUPL-1.2
-- An appeal that moves, the refusal it is about, and the candidacy's latest file (appeal_pk, file_one_ordinal).
select x.item, r.id, r.state, r.version, coalesce(r.admissible_on, r.filed_on) as previous_on, r.admissible_on, r.decision_id, r.acting_org_id, d.file_id, d.effective_on,
       decision_appeal_by(d.id) as appeal_by_date, to_jsonb(r) as record,
       d.file_id = (select f.id from file_seen f where f.candidacy_id = r.candidacy_id order by f.ordinal desc limit 1) as is_latest_file
from unnest($3::uuid[]) with ordinality as x(id, item)
join appeal_seen r on r.id = x.id
join decision_seen d on d.id = r.decision_id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
