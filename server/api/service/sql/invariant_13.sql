-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 13: voters of a decided file: as many of each college, the minimum at least, all present, none linked to an organism or a person of the file.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    with voter as (
        select d.id as decision_id, d.candidacy_id, m.person_id, m.college, s.min_per_college, s.held_on, a.presence
        from standing_decision d
        join session s on s.id = d.session_id
        join vote v on v.agenda_item_id = d.agenda_item_id and v.standing <> 'CONTESTED'
        join commission_member m on m.id = v.member_id
        left join attendance a on a.session_id = s.id and a.member_id = m.id
        where d.candidacy_id > x.after and d.candidacy_id <= x.through and d.outcome <> 'NOT_EXAMINED' and not exists (
            select from step_down y where y.agenda_item_id = d.agenda_item_id and y.member_id = v.member_id))
    select v.decision_id, 'voters of the colleges' from voter v group by v.decision_id, v.min_per_college
    having count(*) filter (where v.college = 'EMPLOYER') <> count(*) filter (where v.college = 'EMPLOYEE')
        or count(*) filter (where v.college = 'EMPLOYER') < v.min_per_college
        or not bool_and(coalesce(v.presence, 'ABSENT') in ('PRESENT', 'REMOTE'))
    union all
    select distinct v.decision_id, 'person ' || p.human_id from voter v
    join person p on p.id = v.person_id
    join person twin on twin.human_id = p.human_id
    join affiliation f on f.person_id = twin.id and v.held_on between f.valid_from and coalesce(f.valid_to, 'infinity')
    where f.organism_id in (select e.org_id from evaluation e where e.candidacy_id = v.candidacy_id
                            union all select t.acting_org_id from sitting t where t.candidacy_id = v.candidacy_id
                            union all select candidacy_providers(v.candidacy_id))
    union all
    select distinct v.decision_id, 'person ' || p.human_id from voter v
    join person p on p.id = v.person_id
    join lateral candidacy_people(v.candidacy_id) as acted on acted.human_id = p.human_id
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
