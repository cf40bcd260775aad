-- The history: what happened, and the live row as it left it, so that replaying the events gives the state; beside it the words typed
-- with the act, because fewer people read them. Answers the event as it was written.
with asked as (
    select x.*, c.state, c.version, c.owner_org_id as holder_id, c.referential_version_id, c.information_on, c.counsellor_id, c.consent_on,
           c.cycle_start_date, c.deadline_date, c.answer_by_date, c.is_certificate_annulled, c.previous_state, c.cancel_reason
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::date[], $9::uuid[], $10::uuid[],
                $11::uuid[], $12::text[], $13::text[], $14::uuid[], $15::text[], $16::text[]) with ordinality
         as x(id, candidacy_id, event, from_state, to_state, occurred_on, org_id, person_id, credential_id,
              reason, data, owner_org_id, missing_domain_codes, texts, item)
    join candidacy c on c.id = x.candidacy_id
    where scope_writes_owned($1::text, $2::uuid, c.id, c.owner_org_id)
), written as (
    insert into candidacy_event (id, candidacy_id, event, from_state, to_state, occurred_on, acting_org_id, person_id,
                                 credential_id, reason, data, missing_domain_codes, state_after)
    select a.id, a.candidacy_id, a.event, a.from_state, a.to_state, a.occurred_on, a.org_id, a.person_id, a.credential_id,
           a.reason, a.data::jsonb, string_to_array(a.missing_domain_codes, ','),
           jsonb_build_object('state', a.state, 'version', a.version, 'owner_org_id', coalesce(a.owner_org_id, a.holder_id),
                              'referential_version_id', a.referential_version_id, 'information_on', a.information_on,
                              'counsellor_id', a.counsellor_id, 'consent_on', a.consent_on,
                              'cycle_start_date', a.cycle_start_date, 'deadline_date', a.deadline_date,
                              'answer_by_date', a.answer_by_date, 'is_certificate_annulled', a.is_certificate_annulled,
                              'previous_state', a.previous_state, 'cancel_reason', a.cancel_reason)
    from asked a
    returning id, candidacy_id, sequence, event, from_state, to_state, occurred_on, recorded_at, acting_org_id, person_id, reason, data
), typed as (
    insert into event_text (event_id, candidacy_id, texts)
    select a.id, a.candidacy_id, a.texts::jsonb from asked a where a.texts is not null
)
select a.item, e.id, e.candidacy_id, e.sequence, e.event, e.from_state, e.to_state, e.occurred_on,
       wire_instant(e.recorded_at) as recorded_at, e.acting_org_id, e.person_id, e.reason, e.data, a.texts::jsonb as texts,
       case when scope_is_tenant($1::text) then
            case when $1::text = 'ORGANISM' and a.holder_id = $2::uuid then 'ORGANISM:' || a.holder_id
                 else tenants_of('CANDIDACY', e.candidacy_id) end end as tenants
from asked a join written e on e.id = a.id
