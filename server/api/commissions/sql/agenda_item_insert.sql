-- SPDX-License-Identifier: EUPL-1.2
-- T19: a file goes on an agenda, behind those that are there; agenda_item_one_live_agenda keeps it to one.
insert into agenda_item (id, session_id, commission_id, candidacy_id, file_id, position, added_on)
select x.id, x.session_id, x.commission_id, x.candidacy_id, x.file_id,
       (select coalesce(max(i.position), 0) + 1 from agenda_item i where i.session_id = x.session_id and i.removed_on is null), x.added_on
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::date[])
     as x(id, session_id, commission_id, candidacy_id, file_id, added_on)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
