-- SPDX-License-Identifier: EUPL-1.2
-- Two records that would become one human, the survivor's first: the humans behind them and what stands against it.
select x.item, survivor.id, survivor.version, survivor.human_id, duplicate.human_id as duplicate_human_id,
       known.conflicts::text as conflicts,
       (select string_agg(distinct c ->> 'kind', ',') from jsonb_array_elements(known.conflicts) c) as kinds,
       coalesce(person_is_operators(survivor.id) or person_is_operators(duplicate.id), false) as is_operators,
       coalesce(person_is_colleague(survivor.id, x.caller_id) or person_is_colleague(duplicate.id, x.caller_id), false) as is_colleagues
from unnest($3::uuid[], $4::uuid[], $5::uuid[]) with ordinality as x(survivor_id, duplicate_id, caller_id, item)
join person survivor on survivor.id = x.survivor_id
left join person duplicate on duplicate.id = x.duplicate_id
cross join lateral (select case when survivor.human_id <> duplicate.human_id
                                then person_merge_conflicts(survivor.human_id, duplicate.human_id) end as conflicts offset 0) known
where $1::text is not null
