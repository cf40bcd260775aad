-- SPDX-License-Identifier: EUPL-1.2
-- Candidates the caller sees, by page: candidate_pk, candidate_by_name; of an organism candidate_access_by_organism and
-- candidate_access_by_name, candidate_known_by_organism and candidate_known_by_name.
select x.item, r.id, r.reference, r.birth_name, r.usage_name, r.first_name_1, r.birth_year, r.status, r.birth_name is null as is_withheld, r.version,
       wire_instant(r.created_at) as created_at, {{marks r}}
from unnest($3::int[], $4::uuid[]) with ordinality as x(page_limit, cursor_id, item)
cross join lateral (
    {{walk}}
      and c.status <> 'MERGED'
    {{end}}
) r
where $1::text is not null
order by x.item, {{order r}}
