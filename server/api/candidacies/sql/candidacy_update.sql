-- SPDX-License-Identifier: EUPL-1.2
-- Every transition: from the version that was read, or it touches nothing and the snapshot was stale.
update candidacy c
set version = c.version + 1,
    state = x.state,
    information_on = coalesce(x.information_on, c.information_on),
    counsellor_id = coalesce(x.counsellor_id, c.counsellor_id),
    consent_on = coalesce(x.consent_on, c.consent_on),
    referential_version_id = coalesce(x.referential_version_id, c.referential_version_id),
    cycle_start_date = case when not x.clears_cycle then coalesce(x.cycle_start_date, c.cycle_start_date) end,
    deadline_date = case when not x.clears_cycle then coalesce(x.deadline_date, c.deadline_date) end,
    answer_by_date = x.answer_by_date,
    last_activity_on = coalesce(x.last_activity_on, c.last_activity_on),
    previous_state = x.previous_state,
    cancel_reason = x.cancel_reason,
    is_certificate_annulled = c.is_certificate_annulled or x.annuls_certificate,
    entered_on = greatest(c.entered_on, x.today),
    opened_on = coalesce(x.opened_on, c.opened_on)
from (select x.* -- in the order of ids: a session or a sweep moves several at once
      from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int[], $8::text[], $9::date[], $10::uuid[], $11::date[], $12::uuid[],
                  $13::date[], $14::date[], $15::date[], $16::date[], $17::text[], $18::text[], $19::date[], $20::boolean[], $21::boolean[], $22::date[])
           as x(asker_scope, asker_scope_id, asker_reach, id, version, state, information_on, counsellor_id, consent_on, referential_version_id,
                cycle_start_date, deadline_date, answer_by_date, last_activity_on, previous_state, cancel_reason, today,
                clears_cycle, annuls_certificate, opened_on)
      order by x.id) x
cross join lateral (select case when scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) then x.id end as id offset 0) as entered
where c.id = entered.id and c.version = x.version and scope_writes_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id)
