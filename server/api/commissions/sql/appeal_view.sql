-- An appeal (appeal_pk).
select x.item, r.id, r.candidacy_id, r.decision_id, r.state, r.filed_on, r.filed_by, r.acting_org_id, r.grounds,
       r.admissible_on, r.settled_on, r.reason, r.version, wire_instant(r.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join appeal r on r.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
