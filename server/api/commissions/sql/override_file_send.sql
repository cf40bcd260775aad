-- SPDX-License-Identifier: EUPL-1.2
-- The same file goes to the commission that the certifier named: the frozen copy and its documents as they were sent.
with asked as (
    select x.* from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as x(id, file_id, override_id)
), sent as (
    insert into file (id, candidacy_id, commission_id, ordinal, submitted_on, moved_on, submitted_by, acting_org_id, snapshot, is_direct_route,
                      override_id, override_reason, resends_id)
    select x.id, f.candidacy_id, o.commission_id, 1 + (select max(t.ordinal) from file t where t.candidacy_id = f.candidacy_id),
           f.submitted_on, f.moved_on, f.submitted_by, f.acting_org_id, f.snapshot, f.is_direct_route, o.id, o.reason, coalesce(f.resends_id, f.id)
    from asked x
    cross join lateral (select t.* from file t where t.id = x.file_id offset 0) as f
    cross join lateral (select t.* from commission_override t where t.id = x.override_id offset 0) as o
    where scope_writes_candidacy($1::text, $2::uuid, f.candidacy_id)
    returning id, candidacy_id
), copied as (
    insert into file_document (id, file_id, candidacy_id, kind, evaluation_id, title, media_type, sha256, size, content)
    select gen_random_uuid(), s.id, s.candidacy_id, d.kind, d.evaluation_id, d.title, d.media_type, d.sha256, d.size, d.content
    from asked x
    join sent s on s.id = x.id
    cross join lateral (select t.* from file_document t where t.file_id = x.file_id offset 0) as d
    returning file_id
)
select s.id from sent s where (select count(*) from copied) >= 0
