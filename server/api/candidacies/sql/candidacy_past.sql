-- SPDX-License-Identifier: EUPL-1.2
-- A candidacy by id or reference as its events had left it at the end of a day (candidacy_event_one_sequence): each event holds the
-- columns as it left them.
select x.item, c.id, c.reference, c.candidate_id, c.referential_code, v.version as referential_version, past.state,
       past.owner_org_id, coalesce(past.opened_on, c.opened_on) as opened_on, past.information_on, past.counsellor_id,
       person_named(past.counsellor_id) as counsellor_name, past.consent_on, past.cycle_start_date, past.deadline_date, past.answer_by_date, past.previous_state, past.cancel_reason, candidacy_shown(c.previous_candidacy_id) as previous_candidacy_id,
       past.is_certificate_annulled, (
           select max(e.occurred_on) from candidacy_event e
           where e.candidacy_id = c.id and e.entered_on <= x.at_date and not event_is_note(e.event)) as last_activity_on, past.version, wire_instant(c.created_at) as created_at,
       case when past.state in ('WITHDRAWN', 'ABANDONED') then candidacy_end_reason(c.id, x.at_date) end as end_reason
from unnest($3::uuid[], $4::text[], $5::date[]) with ordinality as x(id, reference, at_date, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
join candidacy_seen c on c.id = named.id
cross join lateral (
    select e.state_after from candidacy_event e
    where e.candidacy_id = c.id and e.entered_on <= x.at_date
    order by e.sequence desc limit 1) as last
cross join lateral jsonb_populate_record(null::candidacy, last.state_after) as past
left join referential_version v on v.id = past.referential_version_id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
