-- SPDX-License-Identifier: EUPL-1.2
-- By whose statement the identity that a candidate's record has now may be printed, of those that stand: one of somebody else first, and
-- otherwise one of whoever asks, or of one whose access comes from the same hands (identity_statement_by_candidate).
select x.item, n.id as candidate_id, s.id, s.is_asker
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[])
     with ordinality as x(id, reference, candidacy_id, person_id, credential_id, item)
cross join lateral (select k.candidate_id from candidacy k where k.id = x.candidacy_id
                    union all
                    select t.candidate_id from certificate t where t.id = x.id or t.number = x.reference) as whose
join candidate n on n.id = whose.candidate_id
left join lateral (
    select s.id, not credentials_are_apart(s.stated_with, s.stated_by, x.credential_id, x.person_id, false) as is_asker
    from identity_statement s
    where s.candidate_id = n.id and s.other_id is null and s.holder = {{holder_printed}} and s.stands_until >= current_day()
    order by 2, s.id desc limit 1) as s on true
where scope_sees_all($1::text)
