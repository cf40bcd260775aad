-- Candidacies the caller sees, newest first, by page (candidacy_access_by_scope, former_owner_by_organism, candidacy_by_owner).
select x.item, {{candidacy}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::text[], $7::uuid[], $8::uuid[], $9::text[], $10::date[], $11::date[])
     with ordinality as x(page_limit, cursor_id, is_backward, states, candidate_id, owner_org_id, referential_code,
                          deadline_date_from, deadline_date_to, item)
cross join lateral (
    select c.*
    from candidacy_seen c
    where (scope_sees_all($1::text)
           or ($1::text <> 'NETWORK' and c.id in (select a.candidacy_id from candidacy_access a
                                                  where a.scope = $1::text and a.scope_id = $2::uuid
                                                  union all
                                                  select f.candidacy_id from former_owner f
                                                  where $1::text = 'ORGANISM' and f.organism_id = $2::uuid))
           or ($1::text = 'NETWORK' and c.owner_org_id in (select m.organism_id from network_membership m
                                                           where m.network_id = $2::uuid)))
      and (x.cursor_id is null or case when x.is_backward then c.id > x.cursor_id else c.id < x.cursor_id end)
      and (x.states is null or c.state = any (string_to_array(x.states, ',')))
      and (x.candidate_id is null or c.candidate_id = x.candidate_id)
      and (x.owner_org_id is null or c.owner_org_id = x.owner_org_id)
      and (x.referential_code is null or c.referential_code = x.referential_code)
      and (x.deadline_date_from is null or c.deadline_date >= x.deadline_date_from)
      and (x.deadline_date_to is null or c.deadline_date <= x.deadline_date_to)
    order by case when x.is_backward then c.id end, c.id desc
    limit x.page_limit
) c
left join referential_version v on v.id = c.referential_version_id
order by x.item, case when x.is_backward then c.id end, c.id desc
