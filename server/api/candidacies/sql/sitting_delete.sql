-- SPDX-License-Identifier: EUPL-1.2
-- T4, T14: a sitting is cancelled (sitting_pk); the history keeps it, and its evaluator is free again when it was the only one.
delete from sitting s
using unnest($3::uuid[], $4::uuid[]) as x(id, candidacy_id)
where s.id = x.id and s.candidacy_id = x.candidacy_id and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
