-- SPDX-License-Identifier: EUPL-1.2
\set n random(1, :count)
\set key random(1, 9000000000000000)
begin;
select id as target, owner_org_id as owner, module_id as module from bench.training where n = :n \gset
select set_config('app.scope', 'ORGANISM', true), set_config('app.scope_id', :owner, true), set_config('app.reach', '', true),
       set_config('app.instant', '', true), set_config('app.today', '', true);
select pg_try_advisory_xact_lock(:key), r.status from (values (1)) one(n) left join idempotency_record r
    on (r.principal_key, r.method, r.path, r.key) = ('pgbench', 'recordCandidacyEvent', :target::text, :key::text);
select c.state, c.version, m.status, m.planned_minutes, m.attended_minutes, cycle_role(c.id, m.trainer_human_id)
from candidacy c
left join lateral (select p.id, p.answered_on from path p where p.candidacy_id = c.id order by p.ordinal desc limit 1) p on true
left join path_module m on m.path_id = p.id and m.id = :module
where c.id = :target;
update candidacy set version = version + 1, entered_on = greatest(entered_on, current_day()) where id = :target;
update path_module set attended_minutes = attended_minutes + 0 where id = :module;
insert into candidacy_event (id, candidacy_id, event, from_state, to_state, occurred_on, acting_org_id, data, state_after)
select gen_random_uuid(), c.id, 'RECORD_ATTENDANCE', c.state, c.state, current_day(), current_scope_id(), '{"attended_minutes": 60}',
    jsonb_build_object('state', c.state, 'version', c.version, 'owner_org_id', c.owner_org_id,
        'referential_version_id', c.referential_version_id, 'information_on', c.information_on, 'counsellor_id', c.counsellor_id,
        'consent_on', c.consent_on, 'cycle_start_date', c.cycle_start_date, 'deadline_date', c.deadline_date,
        'answer_by_date', c.answer_by_date, 'is_certificate_annulled', c.is_certificate_annulled,
        'previous_state', c.previous_state, 'cancel_reason', c.cancel_reason)
from candidacy c where c.id = :target;
select * from candidacy where id = :target;
insert into audit (scope, scope_id, roles, action, object_kind, request_id, object_id, outcome)
values (current_scope(), current_scope_id(), '{REFERENT}', 'recordCandidacyEvent', 'Candidacies', 'pgbench', :target, 'ACCEPTED');
insert into idempotency_record (principal_key, method, path, key, fingerprint, status, body, scope, scope_id)
values ('pgbench', 'recordCandidacyEvent', :target::text, :key::text, sha256('x'), 201, repeat('x', 600), current_scope(), current_scope_id());
commit;
