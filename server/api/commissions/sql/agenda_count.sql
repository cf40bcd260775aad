-- SPDX-License-Identifier: EUPL-1.2
-- How many files were put on the agenda of a session already, those that were taken off it too (agenda_item_by_session), and how often
-- the file was put on one of the commission's, whichever (agenda_item_by_candidacy).
select x.item, (select count(*) from agenda_item i where i.session_id = s.id) as present_count,
       (select count(*) from file f join agenda_item i on i.candidacy_id = f.candidacy_id and i.file_id = f.id
        where f.id = x.file_id) as file_count
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, file_id, item)
cross join lateral (select t.id, t.commission_id from session t where t.id = x.id or t.reference = x.reference offset 0) as s
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
