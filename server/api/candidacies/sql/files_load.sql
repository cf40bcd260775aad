-- Files of a cycle, oldest first, with the live agenda they are on (file_one_ordinal, agenda_item_one_live_agenda).
select x.item, f.candidacy_id, f.id, f.commission_id, f.submitted_on, a.session_id, f.ordinal
from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
join file_seen f on f.candidacy_id = named.id
left join agenda_item a on a.file_id = f.id and a.is_live
where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
order by x.item, f.candidacy_id, f.ordinal
