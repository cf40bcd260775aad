-- SPDX-License-Identifier: EUPL-1.2
-- The same of those whom a session decided to certify, first those without a certificate, some at a time (decision_by_session).
select x.item, {{certificate_facts}}
from unnest($3::uuid[], $4::int[]) with ordinality as x(session_id, row_limit, item)
cross join lateral (
    select v.candidacy_id, v.effective_on is not null as is_effective
    from decision v
    left join certificate t on t.candidacy_id = v.candidacy_id and t.status = 'ISSUED'
    where v.session_id = x.session_id and v.outcome = 'CERTIFIED'
    order by t.id is not null, v.id limit x.row_limit) as certified
join candidacy c on c.id = certified.candidacy_id
join candidate n on n.id = c.candidate_id
left join referential_version v on v.id = c.referential_version_id
left join decision d on d.candidacy_id = c.id and d.outcome = 'CERTIFIED' and d.effective_on is not null
left join session s on s.id = d.session_id
left join commission k on k.id = s.commission_id
left join certificate e on e.candidacy_id = c.id and e.status = 'ISSUED'
where scope_sees_all($1::text)
