-- Whether anything is due for the sweep: asked often, answered by two partial indexes (candidacy_by_deadline, candidacy_by_entry).
select x.item, exists (select from candidacies_due(x.due::int[])) as is_due
from unnest($3::text[]) with ordinality as x(due, item)
where $1::text is not null
