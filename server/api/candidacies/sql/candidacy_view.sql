-- SPDX-License-Identifier: EUPL-1.2
-- A candidacy by id or reference (candidacy_pk, candidacy_one_reference); of a former owner, as it left him.
select x.item, x.asker_scope, x.asker_scope_id, {{candidacy}}
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, id, reference, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select candidacy_named(x.id, x.reference) as id where entered.is_entered offset 0) as named
cross join lateral (
    select l.* from candidacy l where l.id = named.id
    union all
    select k.* from candidacy_kept_of(named.id) as k
    limit 1) as c
left join lateral (select r.version from referential_version r where r.id = c.referential_version_id offset 0) as v on true
where scope_sees_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id)
   or scope_trains_candidacy(x.asker_scope, x.asker_scope_id, c.id)
