-- SPDX-License-Identifier: EUPL-1.2
-- Invariant 24: each move has its event, the events form a chain without a gap, and replaying them gives the live candidacy.
select x.item, x.number, broken.id, broken.detail, count(*) over () as violation_count
from unnest($3::int[], $4::uuid[], $5::uuid[]) with ordinality as x(number, after, through, item)
cross join lateral (
    select chain.id, 'event ' || chain.sequence || ' does not follow' from (
        select e.id, e.sequence, e.from_state, lag(e.to_state, 1, 'NONE') over w as state_before, row_number() over w as place
        from candidacy_event e
        where e.candidacy_id > x.after and e.candidacy_id <= x.through window w as (partition by e.candidacy_id order by e.sequence)) as chain
    where chain.from_state <> chain.state_before or chain.sequence <> chain.place
    union all
    select c.id, 'live ' || c.state || ', by its events ' || coalesce(last.to_state, 'nothing') from candidacy c
    left join lateral (select e.to_state from candidacy_event e where e.candidacy_id = c.id order by e.sequence desc limit 1) as last
         on true
    where c.id > x.after and c.id <= x.through and last.to_state is distinct from c.state
    union all
    select c.id, 'replay differs: ' || k.key from candidacy c
    cross join lateral (select to_jsonb(c) as columns offset 0) as live -- once a candidacy
    cross join lateral (
        select distinct on (y.key collate "C") y.key, y.value from candidacy_event e, jsonb_each(e.state_after) as y
        where e.candidacy_id = c.id order by y.key collate "C", e.sequence desc) as k
    where c.id > x.after and c.id <= x.through and k.key <> 'version' and live.columns -> k.key is distinct from k.value
    union all
    select c.id, 'no event wrote ' || k.key from candidacy c cross join lateral jsonb_each(to_jsonb(c)) as k
    where c.id > x.after and c.id <= x.through
      and k.key in ('information_on', 'counsellor_id', 'consent_on', 'referential_version_id', 'cycle_start_date', 'deadline_date',
                    'answer_by_date', 'previous_state', 'cancel_reason') and k.value <> 'null'
      and not exists (select from candidacy_event e where e.candidacy_id = c.id and e.state_after ? k.key)
    offset 0
) as broken(id, detail)
where scope_sees_all($1::text)
order by broken.id, broken.detail
limit 10
