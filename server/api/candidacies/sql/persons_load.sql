-- SPDX-License-Identifier: EUPL-1.2
-- A person named in a request: the human behind the record, and its functions (affiliation_by_person) in the organisms
-- that the act is about: the one named beside the person, and those that train in the candidacy. Others write nothing here. And
-- whether whoever asks recorded it.
select x.item, p.id, p.human_id, p.created_by_scope = $1::text and p.created_by_scope_id = $2::uuid as is_own, a.organism_id, a.role, a.valid_from, a.valid_to, a.id as affiliation_id, a.version
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[]) with ordinality
     as x(id, org_id, candidacy_id, candidacy_reference, item)
join person p on p.id = x.id
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id offset 0) as named
left join lateral (
    select f.id, f.organism_id, f.role, f.valid_from, f.valid_to, f.version
    from person q
    join affiliation f on f.person_id = q.id
    where q.human_id = p.human_id
      and (f.organism_id = x.org_id
           or exists (select from path_module m where m.candidacy_id = named.id and m.training_org_id = f.organism_id))
    offset 0) a on true
where $1::text is not null
order by x.item, a.organism_id, a.role, a.valid_from
