-- Invariant 14: the votes of a decision add up to its voters, and are those that were cast.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select d.id, 'voters: ' || d.voter_count from decision d
    left join lateral (
        select count(*) filter (where v.choice = 'FOR') as for_count, count(*) filter (where v.choice = 'AGAINST') as against_count,
               count(*) filter (where v.choice = 'ABSTAIN') as abstain_count
        from vote v where v.agenda_item_id = d.agenda_item_id and not exists (
            select from step_down y where y.agenda_item_id = v.agenda_item_id and y.member_id = v.member_id)) as cast_votes on true
    where d.outcome <> 'NOT_EXAMINED'
      and (d.voter_count <> d.for_count + d.against_count + d.abstain_count
           or (d.for_count, d.against_count, d.abstain_count)
              is distinct from (cast_votes.for_count, cast_votes.against_count, cast_votes.abstain_count))
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
