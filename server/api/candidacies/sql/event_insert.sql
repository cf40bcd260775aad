-- The history: what happened, and the live row as it left it, so that replaying the events gives the state.
insert into candidacy_event (id, candidacy_id, event, from_state, to_state, occurred_on, acting_org_id, person_id,
                             credential_id, reason, data, missing_domain_codes, state_after)
select x.id, x.candidacy_id, x.event, x.from_state, x.to_state, x.occurred_on, x.org_id, x.person_id, x.credential_id,
       x.reason, x.data::jsonb, string_to_array(x.missing_domain_codes, ','),
       jsonb_build_object('state', c.state, 'version', c.version, 'owner_org_id', coalesce(x.owner_org_id, c.owner_org_id),
                          'referential_version_id', c.referential_version_id, 'information_on', c.information_on,
                          'counsellor_id', c.counsellor_id, 'consent_on', c.consent_on,
                          'cycle_start_date', c.cycle_start_date, 'deadline_date', c.deadline_date,
                          'answer_by_date', c.answer_by_date, 'is_certificate_annulled', c.is_certificate_annulled,
                          'previous_state', c.previous_state, 'cancel_reason', c.cancel_reason)
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::date[], $9::uuid[], $10::uuid[],
            $11::uuid[], $12::text[], $13::text[], $14::uuid[], $15::text[])
     as x(id, candidacy_id, event, from_state, to_state, occurred_on, org_id, person_id, credential_id,
          reason, data, owner_org_id, missing_domain_codes)
join candidacy c on c.id = x.candidacy_id
where scope_writes_owned($1::text, $2::uuid, c.id, c.owner_org_id)
