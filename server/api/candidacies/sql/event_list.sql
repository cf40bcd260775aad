-- SPDX-License-Identifier: EUPL-1.2
-- The history of a candidacy by page, oldest first: one walk of candidacy_event_one_sequence for each direction, from the cursor
-- (candidacy_event_pk) on. One order for both would sort all that there is. A network reads how far somebody is, and counts no modules.
select x.item, {{event}}
from unnest($3::int[], $4::uuid[], $5::boolean[], $6::uuid[], $7::text[])
     with ordinality as x(page_limit, cursor_id, is_backward, id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
left join candidacy_event c on c.id = x.cursor_id and c.candidacy_id = named.id
cross join lateral (
    (select h.*
     from candidacy_event h
     where h.candidacy_id = named.id and not x.is_backward and h.sequence > case when x.cursor_id is null then 0 else c.sequence end
       and ($1::text <> 'NETWORK' or not event_is_of_module(h.event))
       and (scope_sees_candidacy($1::text, $2::uuid, h.candidacy_id)
            or (h.event in ('RECORD_ATTENDANCE', 'CORRECT_ATTENDANCE') and scope_trains_candidacy($1::text, $2::uuid, h.candidacy_id)))
     order by h.sequence
     limit x.page_limit)
    union all
    (select h.*
     from candidacy_event h
     where h.candidacy_id = named.id and x.is_backward
       and h.sequence < case when x.cursor_id is null then 2147483647 else c.sequence end
       and ($1::text <> 'NETWORK' or not event_is_of_module(h.event))
       and (scope_sees_candidacy($1::text, $2::uuid, h.candidacy_id)
            or (h.event in ('RECORD_ATTENDANCE', 'CORRECT_ATTENDANCE') and scope_trains_candidacy($1::text, $2::uuid, h.candidacy_id)))
     order by h.sequence desc
     limit x.page_limit)
) e
