-- A merge of persons: the human of the duplicate becomes the survivor's; triggers repoint what he did and who followed him.
update person p
set human_id = x.survivor_id
from unnest($3::uuid[], $4::uuid[]) as x(survivor_id, duplicate_id)
where p.id = x.duplicate_id and p.human_id = p.id and scope_writes_all($1::text)
