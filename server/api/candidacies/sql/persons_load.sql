-- A person named in a request: the human behind the record, and its functions (affiliation_by_person) in the organisms
-- that the act is about: the one named beside the person, and those that train in the candidacy. Others write nothing here.
select x.item, p.id, p.human_id, a.organism_id, a.role, a.valid_from, a.valid_to, a.id as affiliation_id, a.version
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[]) with ordinality
     as x(id, org_id, candidacy_id, candidacy_reference, item)
join person p on p.id = x.id
left join candidacy c on c.id = x.candidacy_id or c.reference = x.candidacy_reference
left join affiliation a
       on a.person_id in (select q.id from person q where q.human_id = p.human_id)
      and (a.organism_id = x.org_id
           or a.organism_id in (select m.training_org_id from path_module m where m.candidacy_id = c.id))
where $1::text is not null
order by x.item, a.organism_id, a.role, a.valid_from
