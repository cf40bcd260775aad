-- Paths of a cycle, oldest first; the last one is the one that counts (path_one_ordinal).
select x.item, p.candidacy_id, p.id, p.status, p.proposed_on, p.answered_on, p.planned_end_date, p.closed_on, p.ordinal
from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
join path_seen p on p.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
order by x.item, p.candidacy_id, p.ordinal
