-- SPDX-License-Identifier: EUPL-1.2
-- The root of a snapshot: the candidacy, its pinned scoring, and what is known of its candidate.
select x.item, c.id, c.version, c.state, c.candidate_id, c.owner_org_id, c.referential_code, c.referential_version_id,
       v.shape, c.information_on, c.cycle_start_date, c.deadline_date, c.answer_by_date, c.previous_state, c.last_activity_on, c.entered_on,
       -- The day of what RESUME takes back (candidacy_event_one_sequence).
       case when c.state = 'ABANDONED' then (select e.occurred_on from candidacy_event e where e.candidacy_id = c.id and e.event = 'ABANDON'
                                             order by e.sequence desc limit 1) end as abandoned_on,
       c.opened_on, (select o.time_zone from organism o where o.id = c.owner_org_id) as owner_time_zone,
       c.reference,
       n.identity_parts[1] as birth_name, n.identity_parts[2] as first_name, n.sex, n.birth_year, n.birth_month, n.birth_day,
       n.birth_commune_insee, n.birth_postal_code, n.birth_country_code, identity_lock_id(n.identity_parts) as identity_lock_id,
       -- Who may be the same person and is followed: asked of a contact only, which is what RECORD_INFORMATION is decided on.
       case when c.state = 'CONTACT' then candidates_alike_count(n.id, n.identity_parts) else 0 end as alike_count,
       case when c.state = 'CONTACT' then candidates_alike_seen($1::text, $2::uuid, n.id, n.identity_parts) end as alike_ids,
       c.state = 'CONTACT' and candidate_needs_sight(c.candidate_id, c.owner_org_id) as needs_sight,
       f.has_live_candidacy, f.is_certified, f.has_fraud, f.live_here_id, f.certified_here_id, f.has_fraud_here,
       candidacy_has_receiver(c.id, scope_writes_all($1::text)) as has_receiver, c.is_opened_by_certifier,
       candidacy_has_portfolio(c.id) as has_portfolio, n.version as candidate_version,
       (select max(e.sequence) from candidacy_event e where e.candidacy_id = c.id) as event_count
from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
join candidacy_seen c on c.id = named.id
cross join lateral candidate_judged(c.candidate_id) n
left join referential_version v on v.id = c.referential_version_id
cross join lateral candidate_standing(array[c.candidate_id], array[c.referential_code], array[c.id],
                              -- Asked of a contact only, as above.
                              array[case when c.state = 'CONTACT' then c.owner_org_id end]) f
where scope_sees_owned($1::text, $2::uuid, c.id, c.owner_org_id)
order by x.item, c.id
