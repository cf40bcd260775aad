-- SPDX-License-Identifier: EUPL-1.2
-- The history: what happened, and the live row as it left it, so that replaying the events gives the state. The words typed with the act
-- are written beside it (event_text_insert). Answers the event as it was written.
with x as materialized (
    select x.*
    from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[], $10::text[], $11::date[], $12::uuid[],
                $13::uuid[], $14::uuid[], $15::text[], $16::text[], $17::uuid[], $18::text[], $19::text[], $20::uuid[]) with ordinality
         as x(asker_scope, asker_scope_id, asker_reach, id, candidacy_id, event, from_state, to_state, occurred_on, org_id, person_id,
              credential_id, reason, data, owner_org_id, missing_domain_codes, texts, evaluated_by, item)
), written as (
    insert into candidacy_event (id, candidacy_id, event, from_state, to_state, occurred_on, acting_org_id, person_id,
                                 credential_id, reason, data, missing_domain_codes, evaluated_by, state_after)
    select x.id, x.candidacy_id, x.event, x.from_state, x.to_state, x.occurred_on, x.org_id, x.person_id, x.credential_id,
           x.reason, x.data::jsonb,
           coalesce(string_to_array(x.missing_domain_codes, ','), missing_domains_for_other(x.candidacy_id)),
           x.evaluated_by,
           jsonb_build_object('state', c.state, 'version', c.version, 'owner_org_id', coalesce(x.owner_org_id, c.owner_org_id),
                              'referential_version_id', c.referential_version_id, 'information_on', c.information_on,
                              'counsellor_id', c.counsellor_id, 'consent_on', c.consent_on,
                              'cycle_start_date', c.cycle_start_date, 'deadline_date', c.deadline_date,
                              'answer_by_date', c.answer_by_date, 'is_certificate_annulled', c.is_certificate_annulled,
                              'previous_state', c.previous_state, 'cancel_reason', c.cancel_reason)
    from x
    cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
    cross join lateral (select l.* from candidacy l where l.id = x.candidacy_id and entered.is_entered offset 0) as c
    where scope_writes_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id)
       or (x.event in ('RECORD_ATTENDANCE', 'CORRECT_ATTENDANCE') and scope_trains_candidacy(x.asker_scope, x.asker_scope_id, c.id))
    returning id, candidacy_id, sequence, event, from_state, to_state, occurred_on, recorded_at, acting_org_id, person_id, credential_id, reason, data,
              state_after
)
select x.item, x.asker_scope, x.asker_scope_id, e.id, e.candidacy_id, e.sequence, e.event, e.from_state, e.to_state, e.occurred_on,
       wire_instant(e.recorded_at) as recorded_at, e.acting_org_id, e.person_id,
       credential_hand(e.credential_id, e.person_id) as recorded_by, e.reason, e.data, x.texts::jsonb as texts, false as is_withheld,
       case when scope_is_tenant(x.asker_scope) then
            case when x.asker_scope = 'ORGANISM' and e.state_after ->> 'owner_org_id' = x.asker_scope_id::text
                 then 'ORGANISM:' || x.asker_scope_id
                 else tenants_of('CANDIDACY', e.candidacy_id) end end as tenants
from written e
join x on x.id = e.id
