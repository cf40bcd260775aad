-- A path by id, with its modules; its version is that of the candidacy.
select x.item, {{path}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join path_seen p on p.id = x.id
join candidacy_seen c on c.id = p.candidacy_id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id) or scope_trains_candidacy($1::text, $2::uuid, p.candidacy_id)
