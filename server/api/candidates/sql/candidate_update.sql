-- SPDX-License-Identifier: EUPL-1.2
-- A correction from the version that was read: a merge patch, and what the names of the whole record are compared by.
update candidate c
set ({{candidate_fields}}) = (select {{r.candidate_fields}} from jsonb_populate_record(c, x.body) as r),
    identity_key = x.identity_key, identity_parts = string_to_array(x.identity_parts, '|', ''), search_name = x.search_name,
    search_words = string_to_array(btrim(x.search_words), ' '), name_rule = x.name_rule,
    identity_by = case when string_to_array(x.identity_parts, '|', '') is distinct from c.identity_parts then x.person_id else c.identity_by end,
    corrected_by = x.person_id
from unnest($3::uuid[], $4::int[], $5::jsonb[], $6::text[], $7::text[], $8::text[], $9::text[], $10::int[],
            $11::uuid[])
     as x(id, version, body, identity_key, identity_parts, search_name, search_words, name_rule, person_id)
where c.id = x.id and c.version = x.version and candidate_is_visible($1::text, $2::uuid, c.id, c.created_by_org_id) and c.status <> 'MERGED'
