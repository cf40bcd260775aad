-- SPDX-License-Identifier: EUPL-1.2
-- What the separation of evaluators and trainers leaves a person in a cycle, whatever the account (cycle_person_one_role).
select x.item, p.id as person_id, s.role as cycle_role, s.role is distinct from 'TRAINER' as may_evaluate,
       s.role is distinct from 'EVALUATOR' as may_train, c.version
from unnest($3::uuid[], $4::text[], $5::uuid[]) with ordinality as x(id, reference, person_id, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
join person p on p.id = x.person_id
cross join lateral cycle_role(c.id, p.human_id) as s(role)
where scope_sees_candidacy($1::text, $2::uuid, c.id)
