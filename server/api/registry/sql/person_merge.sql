-- A merge of persons: the human of the duplicate becomes the survivor's; triggers repoint what he did and who followed him.
update person p
set human_id = x.survivor_id, merge_reason = x.reason, merged_on = x.merged_on, merged_by = x.merged_by
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::date[], $9::uuid[])
     as x(survivor_id, duplicate_id, id, version, reason, merged_on, merged_by)
join person named on named.id = x.id and named.version = x.version
where p.id = x.duplicate_id and p.human_id = p.id and scope_writes_all($1::text)
