-- A person named in a request: the human behind the record, and its functions in organisms (affiliation_by_person).
select x.item, p.id, p.human_id, a.organism_id, a.role, a.valid_from, a.valid_to, a.id as affiliation_id, a.version
from unnest($3::uuid[]) with ordinality as x(id, item)
join person p on p.id = x.id
left join affiliation a on a.person_id in (select q.id from person q where q.human_id = p.human_id)
where $1::text is not null
order by x.item, a.organism_id, a.role, a.valid_from
