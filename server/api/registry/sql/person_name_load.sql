-- SPDX-License-Identifier: EUPL-1.2
-- A person whose name is to be corrected, as it stands, whether the asker may, and whether nobody of the certifier may but the person (person_pk).
select x.item, p.id, p.version, to_jsonb(p) as record,
       person_is_named_by(p.id, x.credential_id, x.caller_id, x.acts_for_scope) as is_named_by_asker,
       person_is_operators(p.id) or person_is_colleague(p.id, x.caller_id) as is_colleagues
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[]) with ordinality as x(id, credential_id, caller_id, acts_for_scope, item)
join person p on p.id = x.id
where $1::text is not null
