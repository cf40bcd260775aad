-- People the caller works with, newest first, by page: those of his organism, of his network's members or of his
-- commission; the certifier's list is everybody's. The criteria only ever look at affiliations that the caller sees.
select x.item, {{person}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::text[]) with ordinality
     as x(page_limit, cursor_id, is_backward, organism_id, role, item)
cross join lateral (
    select p.*
    from person p
    where (x.cursor_id is null or case when x.is_backward then p.id > x.cursor_id else p.id < x.cursor_id end)
      and (exists (select from affiliation a
                   where a.person_id = p.id
                     and (x.organism_id is null or a.organism_id = x.organism_id)
                     and (x.role is null or a.role = x.role)
                     and (scope_sees_all($1::text)
                          or ($1::text = 'ORGANISM' and a.organism_id = $2::uuid)
                          or ($1::text = 'NETWORK' and exists (
                              select from network_membership m
                              where m.organism_id = a.organism_id and m.network_id = $2::uuid
                                and m.valid_from <= current_day()
                                and (m.valid_to is null or m.valid_to >= current_day())))))
           or (x.organism_id is null and x.role is null
               and (scope_sees_all($1::text)
                    or ($1::text = 'COMMISSION' and exists (
                        select from commission_member c
                        where c.person_id = p.id and c.commission_id = $2::uuid)))))
    order by case when x.is_backward then p.id end, p.id desc
    limit x.page_limit
) p
