# SPDX-License-Identifier: EUPL-1.2
"""What an illegal write needs beside the demonstration: requests, invitations, logins, keys and sittings in every standing, made by the
superuser as they would have come about. `made(instance)` answers their names: $owner, $key … in the statements of the rows."""

import json

NAMES = ("person_b person_closed suspended network_2 key_a key_b key_revoked invitation invitation_revoked invitation_done login_a staff"
         " function_request membership_request overdue_request declined_request retracted_request lapsed_request accepted_request"
         " granted_request transfer offer open_session closed_session undecided decided closed_item decision_open decision_closed"
         " commission_2 minutes_closed p3 p4 p5 p6 p7 m3 m4 m5 m6 m7 stranger staff_ended newcomer funder funder_2 consent consent_over draft withdrawn").split()
IDS = {name: f"0190a000-0000-7000-8000-{number:012x}" for number, name in enumerate(NAMES, 1)}

# Chosen in the data, one row: whom and what the rows are about.
CHOSEN = """
select p.owner_org_id as owner, p.other_org_id as other, p.contact_2 as contact, p.signed,
    (select c.owner_org_id from candidacy c where c.id = p.contact_2) as contact_org,
    (select c.candidate_id from candidacy c where c.id = p.partial) as candidate,
    (select c.id from candidacy c join candidacy_state x on x.state = c.state where c.owner_org_id = p.owner_org_id and c.id <> p.partial
     and x.is_live order by c.id limit 1) as held, p.partial,
    (select a.person_id from affiliation a where a.organism_id = p.owner_org_id and a.valid_to is null order by a.id limit 1) as person_a,
    (select n.id from network n order by n.id limit 1) as network,
    (select m.id from network_membership m where m.valid_to is null order by m.id limit 1) as membership,
    (select m.network_id from network_membership m where m.valid_to is null order by m.id limit 1) as membership_network,
    s.commission_id as commission, s.chair_member_id as m1, s.vice_chair_member_id as m2,
    (select m.person_id from commission_member m where m.id = s.chair_member_id) as p1,
    (select m.person_id from commission_member m where m.id = s.vice_chair_member_id) as p2,
    (select d.id from decision d where d.session_id = s.id and d.outcome = 'CERTIFIED' order by d.id limit 1) as decision_signed,
    (select d.agenda_item_id from decision d where d.session_id = s.id and d.outcome = 'CERTIFIED' order by d.id limit 1) as item_signed,
    (select f.id from file f where f.commission_id = s.commission_id and not exists (
        select from agenda_item i where i.file_id = f.id and i.is_live) order by f.id offset 0 limit 1) as file_1,
    (select f.id from file f where f.commission_id = s.commission_id and not exists (
        select from agenda_item i where i.file_id = f.id and i.is_live) order by f.id offset 1 limit 1) as file_2,
    (select f.id from file f where f.commission_id = s.commission_id and not exists (
        select from agenda_item i where i.file_id = f.id and i.is_live) order by f.id offset 2 limit 1) as file_3,
    (select c.is_sandbox from sandbox_clock c) as is_sandbox,
    coalesce((select c.today from sandbox_clock c), current_date) as today,
    (select s2.held_on from session s2 where s2.id = p.signed) as signed_on,
    (select c.owner_org_id from agenda_item i join candidacy c on c.id = i.candidacy_id where i.session_id = p.signed
     order by i.id limit 1) as signed_org
from probe p join session s on s.id = p.signed
"""

PEOPLE = """
insert into person (id, human_id, last_name, first_name, status, created_by_scope)
values ('$person_b', '$person_b', 'Autre', 'Claude', 'ACTIVE', 'CERTIFIER'), ('$person_closed', '$person_closed', 'Parti', 'Dominique', 'CLOSED', 'CERTIFIER'),
       ('$p3', '$p3', 'Trois', 'Camille', 'ACTIVE', 'CERTIFIER'), ('$p4', '$p4', 'Quatre', 'Camille', 'ACTIVE', 'CERTIFIER'),
       ('$p5', '$p5', 'Cinq', 'Camille', 'ACTIVE', 'CERTIFIER'), ('$p6', '$p6', 'Six', 'Camille', 'ACTIVE', 'CERTIFIER'),
       ('$p7', '$p7', 'Sept', 'Camille', 'ACTIVE', 'CERTIFIER'), ('$stranger', '$stranger', 'Personne', 'Alix', 'ACTIVE', 'CERTIFIER');
insert into affiliation (id, person_id, organism_id, role, valid_from)
values (gen_random_uuid(), '$person_b', '$other', 'COUNSELLOR', date '2020-01-01');
insert into organism select (jsonb_populate_record(o, jsonb_build_object('id', '$suspended', 'siret', '12345678900011', 'status', 'SUSPENDED',
    'reference', next_reference('ORG', 2026)))).* from organism o where o.id = '$owner';
insert into commission select (jsonb_populate_record(c, jsonb_build_object('id', '$commission_2', 'kind', 'BRANCH', 'idcc', '9998', 'reference',
    next_reference('COM', 2026)))).* from commission c where c.id = '$commission';
insert into network (id, name) values ('$network_2', 'Un autre réseau');
insert into earlier_name (kind, object_id, names) values ('NETWORK', '$network_2', '{"name": "Un autre réso"}');
insert into api_key (id, hash, prefix, person_id, scope, scope_id, roles, status, revoked_at, is_sandbox) values
    ('$key_a', sha256('a'), 'clea_test_A', null, 'ORGANISM', '$owner', '{REFERENT}', 'ACTIVE', null, true),
    ('$key_b', sha256('b'), 'clea_test_B', null, 'ORGANISM', '$other', '{REFERENT}', 'ACTIVE', null, true),
    (gen_random_uuid(), sha256('d'), 'clea_test_D', '$person_b', 'ORGANISM', '$other', '{COUNSELLOR}', 'ACTIVE', null, true),
    ('$key_revoked', sha256('c'), 'clea_test_C', null, 'ORGANISM', '$owner', '{REFERENT}', 'REVOKED', clock_timestamp(), true);
insert into invitation (id, code_digest, person_id, scope, scope_id, status, expires_at, settled_at) values
    ('$invitation', sha256('open'), '$person_b', 'ORGANISM', '$owner', 'OPEN', clock_timestamp() + interval '7 days', null),
    ('$invitation_revoked', sha256('revoked'), '$person_a', 'ORGANISM', '$owner', 'REVOKED', clock_timestamp() + interval '7 days', clock_timestamp()),
    ('$invitation_done', sha256('done'), '$person_a', 'ORGANISM', '$owner', 'ACCEPTED', clock_timestamp() + interval '7 days', clock_timestamp());
insert into login (id, issuer, subject, digest, person_id, invitation_id)
values ('$login_a', 'https://issuer', 'somebody', sha256('somebody'), '$person_a', '$invitation_done');
insert into staff_function (id, person_id, scope, scope_id, role, valid_from)
values ('$staff', '$stranger', 'NETWORK', '$network', 'NETWORK_MANAGER', date '2020-01-01');
insert into staff_function (id, person_id, scope, scope_id, role, valid_from, valid_to)
values ('$staff_ended', '$p4', 'NETWORK', '$network', 'NETWORK_MANAGER', date '2020-01-01', date '2020-12-31');
insert into audit (scope, scope_id, person_id, roles, action, object_kind, outcome, acted_on)
values ('NETWORK', '$network', '$stranger', '{NETWORK_MANAGER}', 'x', 'x', 'ACCEPTED', '$today');
insert into funder (id, name) values ('$funder', 'Un financeur'), ('$funder_2', 'Un autre financeur');
insert into funding (id, candidacy_id, step, funder_type, acting_org_id, funder_id) values
    (gen_random_uuid(), '$partial', 'PRIOR', 'OPCO', '$owner', '$funder'), (gen_random_uuid(), '$held', 'PRIOR', 'OPCO', '$owner', '$funder');
insert into funder_consent (id, candidacy_id, funder_id, given_on, proof, is_own, withdrawn_on) values
    ('$consent', '$partial', '$funder', '$today', 'x', false, null), ('$consent_over', '$held', '$funder', '$today', 'x', false, '$today');
"""

REQUESTS = """
insert into link_request (id, kind, network_id, organism_id, person_id, role, valid_from, asked_scope, asked_scope_id, asked_on, answer_until) values
    ('$function_request', 'FUNCTION', null, '$owner', '$person_b', 'EVALUATOR', '$today', 'ORGANISM', '$owner', '$today', date '$today' + 30),
    ('$membership_request', 'MEMBERSHIP', '$network_2', '$owner', null, null, '$today', 'NETWORK', '$network_2', '$today', date '$today' + 30),
    ('$overdue_request', 'FUNCTION', null, '$owner', '$person_b', 'TRAINER', '$today', 'ORGANISM', '$owner', date '$today' - 60, date '$today' - 30);
insert into link_request (id, kind, organism_id, person_id, role, valid_from, asked_scope, asked_scope_id, asked_on, answer_until, state,
                          settled_on, link_id, reason)
select id::uuid, 'FUNCTION', '$owner', '$person_b', 'REFERENT', '$today', 'ORGANISM', '$owner', '$today', date '$today' + 30, state, '$today',
       case when state in ('ACCEPTED', 'GRANTED') then gen_random_uuid() end, 'x'
from (values ('$declined_request', 'DECLINED'), ('$retracted_request', 'RETRACTED'), ('$lapsed_request', 'LAPSED'),
             ('$accepted_request', 'ACCEPTED'), ('$granted_request', 'GRANTED')) as v(id, state);
insert into transfer_request (id, kind, contact_candidacy_id, requesting_org_id, offering_org_id, offered_candidacy_id, requested_on, consent_on)
values ('$transfer', 'REQUEST', '$contact', '$contact_org', null, null, '$today', '$today'),
       ('$offer', 'OFFER', null, '$contact_org', '$owner', '$held', '$today', '$today');
insert into transfer_request_route (request_id, candidacy_id, owner_org_id) values ('$transfer', '$held', '$owner'), ('$offer', '$held', '$owner');
"""

# Seven jurors: chair and vice-chair of the signed session, and five more. On each file they stand as OWN, RECORDED, CONFIRMED,
# CONTESTED; silent; absent; stepped down.
SITTINGS = """
insert into commission_member (id, commission_id, person_id, college, mandate_from)
select v.id::uuid, '$commission', v.person_id::uuid, v.college, date '2020-01-01' from (values ('$m3', '$p3', 'EMPLOYER'), ('$m4', '$p4', 'EMPLOYEE'),
    ('$m5', '$p5', 'EMPLOYER'), ('$m6', '$p6', 'EMPLOYEE'), ('$m7', '$p7', 'EMPLOYER')) as v(id, person_id, college);
insert into session select (jsonb_populate_record(s, jsonb_build_object('id', v.id, 'state', v.state, 'reference',
    next_reference('SES', 2026)))).* from session s, (values ('$open_session', 'OPEN'), ('$closed_session', 'CLOSED')) as v(id, state)
where s.id = '$signed';
insert into attendance (session_id, member_id, commission_id, presence)
select s.id::uuid, m.id::uuid, '$commission', case m.id when '$m6' then 'ABSENT' else 'PRESENT' end
from (values ('$open_session'), ('$closed_session')) as s(id),
     (values ('$m1'), ('$m2'), ('$m3'), ('$m4'), ('$m5'), ('$m6'), ('$m7')) as m(id);
insert into agenda_item (id, session_id, commission_id, candidacy_id, file_id, position, outcome, added_on)
select v.id::uuid, v.session_id::uuid, '$commission', f.candidacy_id, f.id, v.position, v.outcome, s.held_on
from (values ('$undecided', '$open_session', '$file_1', 1, null), ('$decided', '$open_session', '$file_2', 2, 'CERTIFIED'),
             ('$closed_item', '$closed_session', '$file_3', 1, 'CERTIFIED')) as v(id, session_id, file_id, position, outcome)
join file f on f.id = v.file_id::uuid join session s on s.id = v.session_id::uuid;
insert into vote (agenda_item_id, member_id, session_id, commission_id, choice, standing, cast_by, recorded_by)
select i.id, v.member_id::uuid, i.session_id, i.commission_id, 'FOR', v.standing, v.cast_by::uuid, v.recorded_by::uuid
from agenda_item i, (values ('$m1', 'OWN', '$p1', null), ('$m2', 'RECORDED', null, '$stranger'), ('$m3', 'CONFIRMED', '$p3', '$stranger'),
    ('$m4', 'CONTESTED', null, '$stranger')) as v(member_id, standing, cast_by, recorded_by)
where i.id in ('$undecided', '$decided', '$closed_item');
insert into step_down (agenda_item_id, member_id, session_id, commission_id)
select i.id, '$m7', i.session_id, i.commission_id from agenda_item i where i.id in ('$undecided', '$decided', '$closed_item');
insert into decision_notification (id, decision_id, candidacy_id, notified_on, channel, document)
select gen_random_uuid(), d.id, d.candidacy_id, d.effective_on, 'EMAIL', 'Lettre' from decision d where d.id = '$decision_signed';
insert into decision (id, agenda_item_id, session_id, commission_id, candidacy_id, file_id, outcome, voter_count, for_count, decided_on)
select case i.id when '$decided' then '$decision_open'::uuid else '$decision_closed' end, i.id, i.session_id, i.commission_id, i.candidacy_id,
       i.file_id, 'CERTIFIED', 3, 3, i.added_on from agenda_item i where i.id in ('$decided', '$closed_item');
insert into minutes (id, session_id, commission_id, reference, content, sha256, closed_on)
values ('$minutes_closed', '$closed_session', '$commission', next_reference('PV', 2026), '{}', sha256('minutes'), '$today');
insert into rectification (id, session_id, commission_id, minutes_id, ordinal, state, content, sha256, drafted_on, settled_on, withdraw_reason)
select v.id::uuid, m.session_id, m.commission_id, m.id, v.ordinal, v.state, '{}', sha256('draft'), '$today', v.settled_on::date, v.why
from minutes m, (values ('$withdrawn', 1, 'WITHDRAWN', '$today', 'x'), ('$draft', 2, 'DRAFTED', null, null)) as v(id, ordinal, state, settled_on, why)
where m.session_id = '$signed';
"""


def made(instance, fill):
    """fill(text, names): the statement with its names in place."""
    rows = instance.sql(f"select row_to_json(x) from ({CHOSEN}) x")
    names = IDS | {name: str(value) for name, value in json.loads(rows[0][0]).items() if value is not None}
    # Without triggers: they are made as they would stand after acts that the demonstration does not have.
    instance.sql(fill("begin; set local session_replication_role = replica;" + PEOPLE + REQUESTS + SITTINGS + "commit;", names))
    return names
