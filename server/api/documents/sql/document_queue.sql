-- SPDX-License-Identifier: EUPL-1.2
-- What waits to be drawn, and the documents that could not be (document_due, document_waiting, document_failing). Counted up to a
-- bound: a queue that is longer needs no number.
select x.item, (select count(*) from (select from document d where d.sealed_at is null limit x.count_most) w) as waiting_count,
       (select wire_instant(d.created_at) from document d where d.sealed_at is null order by d.created_at limit 1) as waiting_since,
       (select count(*) from (select from document d where d.fault is not null limit x.count_most) w) as failing_count,
       worker_is_connected() as is_worker_connected,
       coalesce((select json_agg(json_build_object(
                     'kind', d.kind, 'subject_id', d.subject_id, 'edition', d.edition, 'certificate_id', d.certificate_id,
                     'certificate_duplicate_id', d.duplicate_id, 'attempts', d.attempts, 'fault', d.fault,
                     'due_at', wire_instant(d.due_at), 'created_at', wire_instant(d.created_at)) order by d.created_at)
                 from (select d.* from document d where d.fault is not null order by d.created_at limit x.row_limit) d),
                '[]'::json) as failing
from unnest($3::int[], $4::int[]) with ordinality as x(count_most, row_limit, item)
where scope_sees_all($1::text)
