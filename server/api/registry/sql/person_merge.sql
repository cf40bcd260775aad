-- SPDX-License-Identifier: EUPL-1.2
-- A merge of persons: the human of the duplicate becomes the survivor's; triggers repoint what he did and who followed him.
-- What goes on has another version from then on, the record that was named and the one behind it.
with asked as (
    select x.* from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::date[], $9::uuid[])
        as x(survivor_id, duplicate_id, id, version, reason, merged_on, merged_by)),
goes_on as (
    update person p set version = p.version
    from asked x
    where scope_writes_all($1::text)
      and ((p.id = x.id and p.version = x.version) or (p.id = x.survivor_id and p.id <> x.id))
    returning p.id)
update person p
set human_id = x.survivor_id, merge_reason = x.reason, merged_on = x.merged_on, merged_by = x.merged_by
from asked x
join goes_on g on g.id = x.id
where p.id = x.duplicate_id and p.human_id = p.id and scope_writes_all($1::text)
