-- SPDX-License-Identifier: EUPL-1.2
-- What waits to be signed, and what could not be (credential_waiting, credential_failing). Counted up to a bound, as documents are.
select x.item, (select count(*) from (select from credential k where k.signed_at is null limit x.count_most) w) as waiting_count,
       (select wire_instant(k.created_at) from credential k where k.signed_at is null order by k.created_at limit 1) as waiting_since,
       (select count(*) from credential_list l where l.signed_version is distinct from l.version) as waiting_list_count,
       worker_is_connected() as is_worker_connected,
       (select count(*) from (select from credential k where k.fault is not null limit x.count_most) w)
           + (select count(*) from credential_list l where l.fault is not null) as failing_count,
       coalesce((select json_agg(json_build_object('certificate_id', f.certificate_id, 'attempts', f.attempts, 'fault', f.fault,
                                                   'due_at', wire_instant(f.due_at), 'created_at', wire_instant(f.created_at)) order by f.created_at)
                 from ((select null::uuid as certificate_id, l.attempts, l.fault, l.due_at, l.created_at from credential_list l
                        where l.fault is not null order by l.created_at limit x.row_limit)
                       union all
                       (select k.certificate_id, k.attempts, k.fault, k.due_at, k.created_at from credential k
                        where k.fault is not null order by k.created_at limit x.row_limit)) f), '[]'::json) as failing
from unnest($3::int[], $4::int[]) with ordinality as x(count_most, row_limit, item)
where scope_sees_all($1::text)
