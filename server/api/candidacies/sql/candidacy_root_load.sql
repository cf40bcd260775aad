-- SPDX-License-Identifier: EUPL-1.2
-- The root of a snapshot: the candidacy, live or as it left a former owner; and, where it is asked for, what guards ask about its candidate,
-- and the scoring of its version, which a loop reads once (api/shapes.h).
select x.item, c.id, c.version, c.state, c.candidate_id, c.owner_org_id, c.referential_code, c.referential_version_id,
       case when x.brings_shape then (select v.shape from referential_version v where v.id = c.referential_version_id) end as shape,
       c.information_on, c.cycle_start_date, c.deadline_date, c.answer_by_date, c.previous_state, c.last_activity_on, c.entered_on,
       -- The day of what RESUME takes back (candidacy_event_one_sequence).
       case when c.state = 'ABANDONED' then (select e.occurred_on from candidacy_event e where e.candidacy_id = c.id and e.event = 'ABANDON'
                                             order by e.sequence desc limit 1) end as abandoned_on,
       c.opened_on, (select o.time_zone from organism o where o.id = c.owner_org_id) as owner_time_zone, c.reference,
       n.birth_name, n.first_name, n.sex, n.birth_year, n.birth_month, n.birth_day, n.birth_commune_insee, n.birth_postal_code,
       n.birth_country_code, n.identity_lock_id, n.alike_count, n.alike_ids, n.needs_sight, n.has_live_candidacy, n.is_certified, n.has_fraud,
       n.live_here_id, n.certified_here_id, n.has_fraud_here, n.has_receiver, c.is_opened_by_certifier, n.has_portfolio,
       n.version as candidate_version, (select max(e.sequence) from candidacy_event e where e.candidacy_id = c.id) as event_count
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::boolean[], $9::boolean[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, id, reference, brings_shape, brings_candidate, item)
{{candidacy_place}}
cross join lateral (
    select l.* from candidacy l where l.id = named.id
    union all
    select k.* from candidacy_kept_of(named.id) as k
    limit 1) as c
left join lateral (
    select j.identity_parts[1] as birth_name, j.identity_parts[2] as first_name, j.sex, j.birth_year, j.birth_month, j.birth_day,
           j.birth_commune_insee, j.birth_postal_code, j.birth_country_code, identity_lock_id(j.identity_parts) as identity_lock_id,
           -- Who may be the same person and is followed: asked of a contact only, which is what RECORD_INFORMATION is decided on.
           case when c.state = 'CONTACT' then candidates_alike_count(j.id, j.identity_parts) else 0 end as alike_count,
           case when c.state = 'CONTACT' then candidates_alike_seen(x.asker_scope, x.asker_scope_id, j.id, j.identity_parts) end as alike_ids,
           c.state = 'CONTACT' and candidate_needs_sight(c.candidate_id, c.owner_org_id) as needs_sight,
           f.has_live_candidacy, f.is_certified, f.has_fraud, f.live_here_id, f.certified_here_id, f.has_fraud_here,
           candidacy_has_receiver(c.id, scope_writes_all(x.asker_scope)) as has_receiver, candidacy_has_portfolio(c.id) as has_portfolio, j.version
    from candidate_judged(c.candidate_id) as j
    cross join candidate_standing(array[c.candidate_id], array[c.referential_code], array[c.id],
                              -- Asked of a contact only, as above.
                              array[case when c.state = 'CONTACT' then c.owner_org_id end]) as f
    where x.brings_candidate
    offset 0) as n on true
where scope_sees_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id)
   or scope_trains_candidacy(x.asker_scope, x.asker_scope_id, c.id)
