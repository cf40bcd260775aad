-- Appeals of a candidacy, oldest first (appeal_by_candidacy).
select x.item, r.id, r.candidacy_id, r.decision_id, r.state, r.filed_on, r.filed_by, r.acting_org_id, r.grounds,
       r.admissible_on, r.settled_on, r.reason, r.version, wire_instant(r.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join appeal r on r.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, r.candidacy_id)
order by x.item, r.id
