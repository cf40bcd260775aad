-- The root of a snapshot: the candidacy, its pinned scoring, and what its candidate lacks.
select x.item, c.id, c.version, c.state, c.candidate_id, c.owner_org_id, c.referential_code, c.referential_version_id,
       v.shape, c.information_on, c.cycle_start_date, c.deadline_date, c.answer_by_date, c.previous_state, c.last_activity_on, c.entered_on,
       c.opened_on, (select o.time_zone from organism o where o.id = c.owner_org_id) as owner_time_zone,
       c.reference,
       array_remove(array[case when n.birth_year is null then 'birth_year' end], null) as missing_identity,
       array_remove(array[case when n.sex is null then 'sex' end,
                          case when n.birth_year is null then 'birth_year' end,
                          case when n.birth_commune_insee is null and n.birth_postal_code is null
                                    and n.birth_country_code is null then 'birth_commune_insee' end], null) as missing_cdc,
       f.has_live_candidacy, f.is_certified, f.has_fraud, c.is_opened_by_certifier,
       exists (select from portfolio p where p.candidacy_id = c.id) as has_portfolio, n.version as candidate_version
from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
join candidacy c on c.id = named.id
join candidate n on n.id = c.candidate_id
left join referential_version v on v.id = c.referential_version_id
cross join lateral candidate_standing(array[c.candidate_id], array[c.referential_code], array[c.id]) f
where scope_sees_candidacy($1::text, $2::uuid, c.id)
order by x.item, c.id
