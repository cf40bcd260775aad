-- A candidacy by id or reference (candidacy_pk, candidacy_one_reference).
select x.item, c.id, c.reference, c.candidate_id, c.referential_code, v.version as referential_version, c.state,
       c.owner_org_id, c.opened_on, c.information_on, c.counsellor_id, c.consent_on, c.cycle_start_date, c.deadline_date,
       c.answer_by_date, c.previous_state, c.cancel_reason, c.previous_candidacy_id, c.is_certificate_annulled, c.last_activity_on, c.version,
       wire_instant(c.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join candidacy c on c.id = named.id
left join referential_version v on v.id = c.referential_version_id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
