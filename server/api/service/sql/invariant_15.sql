-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 15: a file is on one live agenda at most, and its candidacy says so.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select (array_agg(a.file_id))[1], 'live agendas: ' || count(*) from agenda_item a
    where a.candidacy_id > x.after and a.candidacy_id <= x.through and a.is_live group by a.file_id having count(*) > 1
    union all
    select a.file_id, 'the candidacy is ' || c.state from agenda_item a
    join candidacy c on c.id = a.candidacy_id
    where a.candidacy_id > x.after and a.candidacy_id <= x.through and a.is_live and c.state <> 'ON_AGENDA'
    union all
    select c.id, 'on no agenda' from candidacy c
    where c.id > x.after and c.id <= x.through
      and c.state = 'ON_AGENDA' and not exists (select from agenda_item a where a.candidacy_id = c.id and a.is_live)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
