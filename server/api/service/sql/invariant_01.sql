-- Invariant 1: at most one live candidacy per candidate and certification; index candidacy_by_candidate.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[]) with ordinality as x(number, item)
cross join lateral (
    select (array_agg(c.id order by c.id))[1], 'live candidacies: ' || count(*)
    from candidacy c join candidacy_state s on s.state = c.state
    where s.is_live and (c.state <> 'ABANDONED' or c.information_on is not null)
    group by c.candidate_id, c.referential_code having count(*) > 1
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
