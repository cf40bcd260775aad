-- SPDX-License-Identifier: EUPL-1.2
-- A new candidate; the reference is drawn here, of the year of the act. A trigger keeps a row for each word.
insert into candidate (id, reference, created_by_org_id, identity_key, identity_parts, search_name, search_words, name_rule,
                       {{candidate_fields}})
select x.id, next_reference('CAN', x.year), x.org_id, x.identity_key, string_to_array(x.identity_parts, '|', ''), x.search_name,
       string_to_array(btrim(x.search_words), ' '), x.name_rule, {{r.candidate_fields}}
from unnest($3::uuid[], $4::int[], $5::uuid[], $6::jsonb[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[])
     as x(id, year, org_id, body, identity_key, identity_parts, search_name, search_words, name_rule)
cross join lateral jsonb_populate_record(null::candidate, x.body) as r
where $1::text is not null
