-- Affiliations of a person that the caller sees, newest record first, by page (affiliation_by_person).
select x.item, {{affiliation}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[]) with ordinality
     as x(page_limit, cursor_id, is_backward, person_id, item)
cross join lateral (
    select a.*
    from affiliation a
    where a.person_id = x.person_id
      and (scope_sees_all($1::text) or $1::text = 'COMMISSION'
           or ($1::text = 'ORGANISM' and a.organism_id = $2::uuid)
           or ($1::text = 'NETWORK' and exists (
               select from network_membership m
               where m.organism_id = a.organism_id and m.network_id = $2::uuid and m.valid_from <= current_day()
                 and (m.valid_to is null or m.valid_to >= current_day()))))
      and (x.cursor_id is null or case when x.is_backward then a.id > x.cursor_id else a.id < x.cursor_id end)
    order by case when x.is_backward then a.id end, a.id desc
    limit x.page_limit
) a
