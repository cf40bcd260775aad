-- SPDX-License-Identifier: EUPL-1.2
-- A file whose answer to a deferral is corrected, with the version of its candidacy: whether it was answered and waits for an agenda since,
-- and nothing else was decided on it (decision_by_candidacy).
select x.item, f.candidacy_id, c.owner_org_id, c.version, to_jsonb(f) as record,
       f.status = 'SUBMITTED' and f.answered_on is not null and not exists (
           select from decision_seen d where d.candidacy_id = f.candidacy_id and d.file_id = f.id and d.outcome in ('CERTIFIED', 'REFUSED')
             and d.effective_on is not null) as awaits
from unnest($3::uuid[]) with ordinality as x(id, item)
join file_seen f on f.id = x.id
join candidacy_seen c on c.id = f.candidacy_id
where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
