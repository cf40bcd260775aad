-- A candidacy by id or reference (candidacy_pk, candidacy_one_reference); with a date, as its events had left it at the end of
-- that day (candidacy_event_one_sequence): each event holds the columns as it left them.
select x.item, c.id, c.reference, c.candidate_id, c.referential_code, v.version as referential_version, live.state,
       live.owner_org_id, c.opened_on, live.information_on, live.counsellor_id, live.consent_on, live.cycle_start_date,
       live.deadline_date, live.answer_by_date, live.previous_state, live.cancel_reason, c.previous_candidacy_id,
       live.is_certificate_annulled, live.last_activity_on, live.version, wire_instant(c.created_at) as created_at,
       case when live.state in ('WITHDRAWN', 'ABANDONED') then (
           select t.texts ->> 'reason' from candidacy_event e join event_text t on t.event_id = e.id
           where e.candidacy_id = c.id and e.event in ('WITHDRAW', 'ABANDON') and (x.at_date is null or e.entered_on <= x.at_date)
           order by e.sequence desc limit 1) end as end_reason
from unnest($3::uuid[], $4::text[], $5::date[]) with ordinality as x(id, reference, at_date, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join candidacy_seen c on c.id = named.id
cross join lateral (
    select c.state, c.owner_org_id, c.referential_version_id, c.information_on, c.counsellor_id, c.consent_on, c.cycle_start_date,
           c.deadline_date, c.answer_by_date, c.previous_state, c.cancel_reason, c.is_certificate_annulled, c.last_activity_on,
           c.version
    where x.at_date is null
    union all
    select past.state, past.owner_org_id, past.referential_version_id, past.information_on, past.counsellor_id, past.consent_on,
           past.cycle_start_date, past.deadline_date, past.answer_by_date, past.previous_state, past.cancel_reason,
           past.is_certificate_annulled, last.occurred_on, past.version
    from (select e.state_after, e.occurred_on from candidacy_event e
          where e.candidacy_id = c.id and e.entered_on <= x.at_date and x.at_date is not null
          order by e.sequence desc limit 1) as last
    cross join lateral jsonb_populate_record(null::candidacy, last.state_after) as past
) as live
left join referential_version v on v.id = live.referential_version_id
where scope_sees_candidacy($1::text, $2::uuid, c.id)
