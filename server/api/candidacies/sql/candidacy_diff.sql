-- SPDX-License-Identifier: EUPL-1.2
-- What the events of a period changed, member by member, each with the event that did it (candidacy_event_one_sequence).
-- What is missing is a result, and so is how many modules there are: who sees no results is not told.
select x.item, e.id as event_id, changed.member, changed.before, changed.after, e.event, e.occurred_on,
       e.entered_on, wire_instant(e.recorded_at) as recorded_at, e.acting_org_id,
       case when event_is_of_jurors(e.event) and not scope_knows_jurors($1::text) then null else e.person_id end as person_id, e.reason
from unnest($3::uuid[], $4::text[], $5::date[], $6::date[]) with ordinality as x(id, reference, from_date, to_date, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (
    select y.*, lag(y.state_after, 1, '{}') over w as state_before,
           lag(y.missing_domain_codes) over w as missing_before
    from candidacy_event y where y.candidacy_id = named.id window w as (order by y.sequence)
) as e
cross join lateral (
    select k.key as member, nullif(e.state_before -> k.key, 'null') as before, nullif(k.value, 'null') as after
    from jsonb_each(e.state_after) as k
    union all
    select 'missing_domain_codes', to_jsonb(e.missing_before), to_jsonb(e.missing_domain_codes)
    where $1::text not in ('NETWORK', 'SYSTEM')
) as changed
where scope_sees_candidacy($1::text, $2::uuid, named.id)
  and ($1::text <> 'NETWORK' or not event_is_of_module(e.event))
  and (x.from_date is null or e.entered_on > x.from_date) and (x.to_date is null or e.entered_on <= x.to_date)
  and changed.before is distinct from changed.after
order by x.item, e.sequence, changed.member
