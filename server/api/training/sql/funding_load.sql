-- SPDX-License-Identifier: EUPL-1.2
-- A funding that is to be changed, as it stands, with what funding_root tells (funding_pk).
select x.item, f.id, f.version, f.candidacy_id, scope_writes_candidacy($1::text, $2::uuid, f.candidacy_id) as may_write,
       exists (select from path_module_seen m where m.id = x.module_id and m.candidacy_id = f.candidacy_id) as has_module,
       exists (select from funder u where u.id = x.funder_id and u.status = 'ACTIVE') as has_funder,
       to_jsonb(f) as record
from unnest($3::uuid[], $4::uuid[], $5::uuid[]) with ordinality as x(id, module_id, funder_id, item)
join funding_seen f on f.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
