-- SPDX-License-Identifier: EUPL-1.2
-- Candidacies the caller sees, by page: candidacy_pk, candidacy_by_deadline_key and candidacy_activity_by_day; by owner candidacy_by_owner,
-- candidacy_by_owner_deadline_key and candidacy_activity_by_owner; of a commission candidacy_access_by_…; of a former owner former_candidacy_by_….
select x.item, {{candidacy}}, {{marks c}}
from unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::text[], $10::date[], $11::date[])
     with ordinality as x(page_limit, cursor_id, cursor_key, states, candidate_id, owner_org_id, referential_code,
                          deadline_date_from, deadline_date_to, item)
cross join lateral (select candidate_now(x.candidate_id) as candidate_id offset 0) as whose
cross join lateral (
    {{walk}}
      and (x.states is null or c.state = any (string_to_array(x.states, ',')))
      and (whose.candidate_id is null or c.candidate_id = whose.candidate_id)
      and (x.owner_org_id is null or c.owner_org_id = x.owner_org_id)
      and (x.referential_code is null or c.referential_code = x.referential_code)
      and (x.deadline_date_from is null or c.deadline_date >= x.deadline_date_from)
      and (x.deadline_date_to is null or c.deadline_date <= x.deadline_date_to)
    {{end}}
) c
left join referential_version v on v.id = c.referential_version_id
where $1::text is not null
order by x.item, {{order c}}
