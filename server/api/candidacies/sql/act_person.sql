-- SPDX-License-Identifier: EUPL-1.2
-- Who acted, with the functions held in the organism that the act was done for (candidacy_event_pk, affiliation_by_person): on the day that
-- it really was, too.
select x.item, p.id, p.human_id, false as is_own, f.organism_id, f.role, f.valid_from, f.valid_to, f.id as affiliation_id, f.version
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, act_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (select e.person_id, e.acting_org_id from candidacy_event e where e.id = x.act_id and e.candidacy_id = named.id offset 0) as e
join person p on p.id = e.person_id
left join lateral (
    select a.id, a.organism_id, a.role, a.valid_from, a.valid_to, a.version
    from person q
    join affiliation a on a.person_id = q.id
    where q.human_id = p.human_id and a.organism_id = e.acting_org_id
    offset 0) f on true
where scope_writes_candidacy($1::text, $2::uuid, named.id)
order by x.item, f.role, f.valid_from
