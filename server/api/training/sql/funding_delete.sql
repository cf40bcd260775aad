-- SPDX-License-Identifier: EUPL-1.2
-- A funding recorded by mistake; the audit keeps that it was deleted.
delete from funding f
using unnest($3::uuid[], $4::int[]) as x(id, version)
where f.id = x.id and f.version = x.version and scope_writes_candidacy($1::text, $2::uuid, f.candidacy_id)
