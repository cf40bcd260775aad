-- SPDX-License-Identifier: EUPL-1.2
-- What an organism may invoke for one certification: its own habilitations and those of its networks, cut to the membership (A28), a row
-- a suspension (A29); and its quality certificates (A27). The organism is the one named, or the owner of the candidacy.
select x.item, o.org_id, v.id, v.activity, v.valid_from, v.valid_to, v.suspended_from, v.suspended_to,
       v.check_kind, v.check_id, v.check_version, v.membership_id, v.membership_version, named.id as candidacy_id
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[]) with ordinality
     as x(org_id, candidacy_id, candidacy_reference, evaluation_id, referential_code, item)
cross join lateral (
    select coalesce(candidacy_named(x.candidacy_id, x.candidacy_reference),
                    case when x.evaluation_id is not null then candidacy_of_evaluation(x.evaluation_id) end) as id offset 0) as named
left join candidacy c on c.id = named.id
cross join lateral (select coalesce(x.org_id, c.owner_org_id) as org_id) o
join organism g on g.id = o.org_id and g.status = 'ACTIVE'
cross join lateral (
    select h.id, h.activity, greatest(h.valid_from, m.valid_from) as valid_from,
           least(h.valid_to, m.valid_to, h.ended_on - 1) as valid_to, s.suspended_from, s.suspended_to,
           'HABILITATION' as check_kind, h.id as check_id, h.version as check_version,
           m.id as membership_id, m.version as membership_version, m.network_id
    from (
        select null::uuid as network_id, null::date as valid_from, null::date as valid_to, null::uuid as id, null::int as version
        union all
        select nm.network_id, nm.valid_from, nm.valid_to, nm.id, nm.version from network_membership nm where nm.organism_id = o.org_id
    ) m
    cross join lateral (
        select k.id, k.activity, k.valid_from, k.valid_to, k.ended_on, k.version, k.was_granted, k.referential_code
        from habilitation k where m.network_id is null and k.organism_id = o.org_id
        union all
        select k.id, k.activity, k.valid_from, k.valid_to, k.ended_on, k.version, k.was_granted, k.referential_code
        from habilitation k where k.network_id = m.network_id offset 0) h
    left join habilitation_spell s on s.habilitation_id = h.id
    where h.was_granted and h.referential_code = coalesce(x.referential_code, c.referential_code)
    union all
    -- A certificate moves its organism.
    select q.id, 'TRAINING_QUALITY', q.valid_from, q.valid_to, null, null, 'ORGANISM', g.id, g.version, null, null, null
    from quality_certificate q where q.organism_id = o.org_id
) v
where $1::text is not null
order by x.item, v.id, v.network_id nulls first, v.suspended_from
