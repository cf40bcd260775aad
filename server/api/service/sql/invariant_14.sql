-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 14: the votes of a decision add up to its voters, and are those that were cast; one that was written down for its
-- juror is the juror's word, or a member of the same college signed for it, by the time the decision takes effect.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select d.id, 'voters: ' || d.voter_count from standing_decision d
    left join lateral (
        select count(*) filter (where v.choice = 'FOR') as for_count, count(*) filter (where v.choice = 'AGAINST') as against_count,
               count(*) filter (where v.choice = 'ABSTAIN') as abstain_count
        from vote v where v.agenda_item_id = d.agenda_item_id and v.standing <> 'CONTESTED' and not exists (
            select from step_down y where y.agenda_item_id = v.agenda_item_id and y.member_id = v.member_id)) as cast_votes on true
    where d.candidacy_id > x.after and d.candidacy_id <= x.through and d.outcome <> 'NOT_EXAMINED'
      and (d.voter_count <> d.for_count + d.against_count + d.abstain_count
           or (d.for_count, d.against_count, d.abstain_count)
              is distinct from (cast_votes.for_count, cast_votes.against_count, cast_votes.abstain_count))
    union all
    select d.id, 'vote of ' || v.member_id
    from standing_decision d
    join vote v on v.agenda_item_id = d.agenda_item_id and v.standing = 'RECORDED'
    join commission_member m on m.id = v.member_id
    where d.candidacy_id > x.after and d.candidacy_id <= x.through
      and d.outcome <> 'NOT_EXAMINED' and d.effective_on is not null and not exists (
        select from step_down y where y.agenda_item_id = v.agenda_item_id and y.member_id = v.member_id)
      and not exists (select from standing_minutes n join minutes_signature g on g.minutes_id = n.id
                      where n.session_id = d.session_id and g.college = m.college)
    union all
    select v.agenda_item_id, 'cast by ' || v.cast_by
    from agenda_item i
    join vote v on v.agenda_item_id = i.id
    join commission_member m on m.id = v.member_id
    join person juror on juror.id = m.person_id
    join person author on author.id = v.cast_by
    where i.candidacy_id > x.after and i.candidacy_id <= x.through and juror.human_id <> author.human_id
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
