# SPDX-License-Identifier: EUPL-1.2
"""Keys, logins, invitations, functions, requests for links and for transfers: illegal writes, and the legal ones beside them."""

OWNER = "select scope_set('ORGANISM', '$owner');"
OTHER = "select scope_set('ORGANISM', '$other');"
CONTACT_ORG = "select scope_set('ORGANISM', '$contact_org');"
NETWORK = "select scope_set('NETWORK', '$network');"
NETWORK_2 = "select scope_set('NETWORK', '$network_2');"
MEMBERS_NETWORK = "select scope_set('NETWORK', '$membership_network');"
COMMISSION = "select scope_set('COMMISSION', '$commission');"
CERTIFIER = "select scope_set('CERTIFIER', null);"
SYSTEM = "select scope_set('SYSTEM', null);"
PUBLIC = "select scope_set('PUBLIC', null);"
NOBODY = ""


# Made by somebody, with a credential of his: both are what the application says.
def a_key(scope, scope_id, roles, person="null", key="gen_random_uuid()", digest="x", by="'$person_a'", made_with="'$login_a'", rights="READ"):
    return (f"select api_key_create({key}, sha256('{digest}'), 'clea_test_x', {person}, '{scope}', {scope_id}, '{{{roles}}}', '{{{rights}}}', null, 'x',"
            f" null, {by}, {made_with})")


def rotated(key, version, new="gen_random_uuid()", digest="y", by="'$person_a'", made_with="'$login_a'", end="null"):
    return (f"select api_key_rotate({key}, {version}, {new}, sha256('{digest}'), 'clea_test_y', {end}, clock_timestamp() + interval '1 hour', {by},"
            f" {made_with})")


def a_link(columns="", values="", kind="FUNCTION", scope="ORGANISM", asker="$owner", body="organism_id, person_id, role",
           bodies="'$owner', '$stranger', 'EVALUATOR'"):
    return (f"insert into link_request (id, kind, {body}, valid_from, asked_scope, asked_scope_id, asked_on, answer_until{columns}) values"
            f" (gen_random_uuid(), '{kind}', {bodies}, current_day(), '{scope}', '{asker}', current_day(), current_day() + 30{values})")


# Lines of the logs: each names its scope and its key (88_stamps.sql).
def audited(scope, scope_id, key):
    return (f"select audit_add(array['{scope}'], array[{scope_id}]::uuid[], array[{key}]::uuid[], array[null]::uuid[], array['x'], array['x'],"
            " array['x'], array['x'], array[null]::uuid[], array['ACCEPTED'], array[null], array[null])")


def shown(scope, scope_id, key):
    return (f"select access_log_add(array['{scope}'], array[{scope_id}]::uuid[], array[gen_random_uuid()], array[{key}]::uuid[],"
            " array[null]::uuid[], array['x'], array['x'], array['x'], array['x'], array[200], array['{}'], array['{}'], array['{}'],"
            " array['{}'], array['READ'])")


def answered(scope, scope_id):
    return (f"select idempotency_add(array['{scope}'], array[{scope_id}]::uuid[], array['x'], array['POST'], array['/'], array['x'],"
            " array[sha256('x')], array[201], array[null], array[null], array['{}'], array['{}'], array['{}'], array['{}'])")


def a_function(scope, person, role="NETWORK_MANAGER", scope_id="'$network'"):
    return ("insert into staff_function (id, person_id, scope, scope_id, role, valid_from) values"
            f" (gen_random_uuid(), '{person}', '{scope}', {scope_id}, '{role}', current_day())")


def a_system(scope, scope_id, roles="REFERENT"):
    return ("insert into invitation (id, code_digest, partner_scope, partner_id, roles, permissions, label, invited_by_id, expires_at) values"
            f" (gen_random_uuid(), sha256('x'), '{scope}', '{scope_id}', '{{{roles}}}', '{{READ}}', 'x', '$person_a', clock_timestamp())")


JUROR_KEY = "(select k.{} from api_key k where k.scope = 'COMMISSION' and k.scope_id = '$commission' and k.roles && '{{JUROR,CHAIR}}' limit 1)"
JUROR_ROTATED = rotated(JUROR_KEY.format("id"), JUROR_KEY.format("version"))
KEYS = [
    ("a key of the certifier, by an organism", OWNER, a_key("CERTIFIER", "null", "CERTIFIER"), "api_key_managed"),
    ("a key of the certifier, by the nation", CERTIFIER, a_key("CERTIFIER", "null", "CERTIFIER"), "api_key_managed"),
    ("a key of the system, by itself", SYSTEM, a_key("SYSTEM", "null", "ADMINISTRATOR"), "api_key_managed"),
    ("a key of the nation, by whoever says he is", CERTIFIER, a_key("ORGANISM", "'$owner'", "REFERENT"), "api_key_managed", "clea_app"),
    ("a key of another organism", OWNER, a_key("ORGANISM", "'$other'", "REFERENT"), "api_key_managed"),
    ("a key of a candidate, by his organism", OWNER, a_key("CANDIDATE", "(select gen_random_uuid())", "CANDIDATE"), "api_key_managed"),
    ("a key of a juror, by the secretary", COMMISSION, a_key("COMMISSION", "'$commission'", "JUROR", "'$p3'"), "api_key_managed"),
    ("a key of a juror, by the certifier", CERTIFIER, a_key("COMMISSION", "'$commission'", "JUROR", "'$p3'"), "api_key_managed"),
    ("a key of a chair, by the certifier", CERTIFIER, a_key("COMMISSION", "'$commission'", "CHAIR", "'$p3'"), "api_key_managed"),
    ("a key of one's own by nobody", NOBODY, a_key("ORGANISM", "'$owner'", "REFERENT"), "api_key_managed", "clea_app"),
    ("a key with a function that its person has elsewhere", OWNER, a_key("ORGANISM", "'$owner'", "COUNSELLOR", "'$person_b'"), "api_key_function_held"),
    ("a key of who has left", OWNER, a_key("ORGANISM", "'$owner'", "REFERENT", "'$person_closed'"), "api_key_person_active"),
    ("a key of an organism that is suspended", CERTIFIER, a_key("ORGANISM", "'$suspended'", "REFERENT"), "api_key_scope_open"),
    ("a key with roles of another scope", OWNER, a_key("ORGANISM", "'$owner'", "CHAIR"), "api_key_roles_of_scope"),
    ("a key under the digest of another", OWNER, a_key("ORGANISM", "'$owner'", "REFERENT", digest="b"), "api_key_one_hash"),
    ("a key of a person, by a system", OWNER, a_key("ORGANISM", "'$owner'", "REFERENT", "'$person_a'", by="null", made_with="'$key_a'"),
     "api_key_by_person"),
    ("a system's key with a role more than its own", OWNER, a_key("ORGANISM", "'$owner'", "REFERENT,COUNSELLOR", by="null", made_with="'$key_a'"),
     "api_key_within_maker"),
    ("a key that may do more than its maker", OWNER, a_key("ORGANISM", "'$owner'", "REFERENT", by="null", made_with="'$key_b'", rights="READ,KEYS"),
     "api_key_within_maker"),
    ("a key that is made with nothing", OWNER, a_key("ORGANISM", "'$owner'", "REFERENT", made_with="gen_random_uuid()"), "api_key_within_maker"),
    ("another's key made anew", OWNER, rotated("'$key_b'", 1), "api_key_managed"),
    ("a juror's key made anew by the secretary", COMMISSION, JUROR_ROTATED, "api_key_managed"),
    ("a juror's key made anew by the certifier", CERTIFIER, JUROR_ROTATED, "api_key_managed"),
    ("three keys of one holder", OWNER, rotated("'$key_a'", 1, "'$transfer'") + "; " + rotated("'$transfer'", 1, digest="z"), "api_key_two_at_most"),
    ("a key that becomes another", NOBODY, "update api_key set roles = '{TRAINER}' where id = '$key_a'", "api_key_fixed", "postgres"),
    ("a key that changes hands", NOBODY, "update api_key set scope_id = '$other' where id = '$key_a'", "api_key_fixed", "postgres"),
    ("a revoked key that works again", NOBODY, "update api_key set status = 'ACTIVE', revoked_at = null where id = '$key_revoked'", "api_key_not_revived",
     "postgres"),
    ("a key of production in a sandbox", NOBODY, "update api_key set is_sandbox = false where id = '$key_a'", "api_key_sandbox_by_prefix|api_key_fixed",
     "postgres"),
    ("a key written by hand", OWNER, "update api_key set expires_at = null", "42501"),
    ("a key written by the nation", CERTIFIER, "update api_key set expires_at = null", "42501"),
    ("a use that was not", OWNER, "insert into api_key_use values ('$key_a', clock_timestamp())", "42501"),
]

LOGINS = [
    ("an invitation in another's name", OWNER, "insert into invitation (id, code_digest, person_id, invited_by_id, scope, scope_id, expires_at)"
     " values (gen_random_uuid(), sha256('x'), '$stranger', '$person_a', 'ORGANISM', '$other', clock_timestamp())", "42501"),
    ("an invitation of the nation, by whoever says he is", CERTIFIER, "insert into invitation (id, code_digest, person_id, invited_by_id, scope,"
     " expires_at) values (gen_random_uuid(), sha256('x'), '$stranger', '$person_a', 'CERTIFIER', clock_timestamp())", "42501", "clea_app"),
    ("an invitation handed on", OWNER, "update invitation set person_id = '$stranger' where id = '$invitation'", "42501"),
    ("an invitation that lasts longer", OWNER, "update invitation set expires_at = 'infinity' where id = '$invitation'", "42501"),
    ("an invitation that opens again", OWNER, "update invitation set status = 'OPEN', settled_at = null where id = '$invitation_revoked'",
     "invitation_settled_once"),
    ("an invitation accepted without a login", OWNER, "update invitation set status = 'ACCEPTED', settled_at = clock_timestamp() where id = '$invitation'",
     "invitation_accepted_by_login"),
    ("an invitation accepted without a login, by the nation", CERTIFIER,
     "update invitation set status = 'ACCEPTED', settled_at = clock_timestamp() where id = '$invitation'", "invitation_accepted_by_login"),
    ("two invitations at once", OWNER, "insert into invitation (id, code_digest, person_id, invited_by_id, expires_at) values (gen_random_uuid(),"
     " sha256('x'), '$person_b', '$person_a', clock_timestamp())", "invitation_one_open_of_person"),
    ("an invitation by a system", OWNER, "insert into invitation (id, code_digest, person_id, expires_at) values (gen_random_uuid(), sha256('x'),"
     " '$stranger', clock_timestamp())", "invitation_by_person"),
    ("a login made by hand", OWNER, "insert into login (id, issuer, subject, digest, person_id, invitation_id) values (gen_random_uuid(), 'x', 'x',"
     " sha256('x'), '$stranger', '$invitation')", "42501"),
    ("a login of somebody else", OWNER, "update login set person_id = '$stranger' where id = '$login_a'", "42501"),
    ("a login that is bound again", OWNER, "update login set ended_at = clock_timestamp() where id = '$login_a'; update login set ended_at = null"
     " where id = '$login_a'", "login_fixed"),
    ("a login that changes hands, by the operator", NOBODY, "update login set person_id = '$stranger' where id = '$login_a'", "login_fixed", "postgres"),
    ("a system of another organism invited", OWNER, a_system("ORGANISM", "$other"), "invitation_partner_managed"),
    ("a system of the nation's partner invited by whoever says he is", CERTIFIER, a_system("ORGANISM", "$owner"), "invitation_partner_managed",
     "clea_app"),
    ("a juror's system", COMMISSION, a_system("COMMISSION", "$commission", "JUROR"), "invitation_partner_managed|invitation_partner_roles"),
    ("a system of an organism that is suspended", CERTIFIER, a_system("ORGANISM", "$suspended"), "invitation_partner_open"),
    ("a function in the certifier's house", CERTIFIER, a_function("CERTIFIER", "$stranger", "CERTIFIER", "null"), "42501"),
    ("a function of one's own making", NETWORK, a_function("NETWORK", "$p3"), "42501"),
    ("a network's manager, by an organism", OWNER, a_function("NETWORK", "$stranger"), "42501"),
    ("a function of who is bound elsewhere", NETWORK, a_function("NETWORK", "$person_b"), "staff_function_consent", "postgres"),
    ("a function twice", NOBODY, a_function("NETWORK", "$stranger"), "staff_function_no_overlap", "postgres"),
    ("a role of another scope", NOBODY, a_function("NETWORK", "$p3", "CERTIFIER"), "staff_function_role_of_scope", "postgres"),
    ("a juror who becomes the secretary", NOBODY, a_function("COMMISSION", "$p3", "SECRETARY", "'$commission'"), "staff_function_no_juror", "postgres"),
    ("a secretary who becomes a juror", NOBODY, "insert into commission_member (id, commission_id, person_id, college, mandate_from)"
     " select gen_random_uuid(), f.scope_id, f.person_id, 'EMPLOYER', current_day() from staff_function f where f.role = 'SECRETARY' and f.valid_to"
     " is null limit 1", "commission_member_no_secretary", "postgres"),
    ("a function handed on", NETWORK, "update staff_function set person_id = '$person_b' where id = '$staff'", "42501"),
    ("a function handed on, by the operator", NOBODY, "update staff_function set person_id = '$person_b' where id = '$staff'",
     "staff_function_fixed", "postgres"),
    ("a function that goes on where somebody is bound", NETWORK, "update staff_function set valid_to = null where id = '$staff_ended'",
     "staff_function_consent"),
]

LINKS = [
    ("a link asked for in another's name", OWNER, a_link(asker="$other", bodies="'$other', '$stranger', 'EVALUATOR'"), "42501|link_request_settled_by"),
    ("a function taken where somebody is bound", OWNER, a_link(", state, settled_on, link_id", ", 'ACCEPTED', current_day(), gen_random_uuid()",
     bodies="'$owner', '$person_b', 'REFERENT'"), "link_request_consent"),
    ("a membership taken", NETWORK, a_link(", state, settled_on, link_id", ", 'ACCEPTED', current_day(), gen_random_uuid()", kind="MEMBERSHIP",
     scope="NETWORK", asker="$network", body="network_id, organism_id", bodies="'$network', '$other'"), "link_request_consent"),
    ("a link with who has left", OWNER, a_link(bodies="'$owner', '$person_closed', 'EVALUATOR'"), "link_request_person_active"),
    ("a link granted by who asks", OWNER, a_link(", state, settled_on, link_id, reason", ", 'GRANTED', current_day(), gen_random_uuid(), 'x'"),
     "link_request_settled_by"),
    ("a request that begins answered", OWNER, a_link(", state, settled_on", ", 'DECLINED', current_day()"), "link_request_transition_legal"),
    ("a request that asks for something else", OWNER, "update link_request set role = 'REFERENT' where id = '$function_request'", "42501"),
    ("a request that asks for something else, by the operator", NOBODY, "update link_request set role = 'REFERENT' where id = '$function_request'",
     "link_request_fixed", "postgres"),
    ("an answer that changes its reason", OWNER, "update link_request set reason = 'y' where id = '$declined_request'", "link_request_fixed"),
    ("a code for the person, by who asks", OWNER, "update link_request set code_hash = sha256('x') where id = '$function_request'",
     "link_request_code_given"),
    ("a code for somebody whom another recorded", OTHER, "update link_request set code_hash = sha256('x') where id = '$function_request'",
     "link_request_code_given"),
    ("a code given with the answer", OTHER, "update link_request set state = 'ACCEPTED', settled_on = current_day(), settled_by = '$person_b',"
     " link_id = gen_random_uuid(), code_hash = sha256('x') where id = '$function_request'", "link_request_code_given"),
    ("an affiliation without its person", OWNER, "insert into affiliation (id, person_id, organism_id, role, valid_from) values (gen_random_uuid(),"
     " '$person_b', '$owner', 'EVALUATOR', current_day())", "affiliation_consent", "postgres"),
    ("an affiliation of one's own making", OWNER, "insert into affiliation (id, person_id, organism_id, role, valid_from) values (gen_random_uuid(),"
     " '$stranger', '$owner', 'EVALUATOR', current_day())", "42501"),
    ("a function in an organism that has a referent, by its network", NETWORK, a_link(scope="NETWORK", asker="$network",
     bodies="'$owner', '$stranger', 'EVALUATOR'"), "link_request_of_organism"),
    ("a site closed by a network where there is a referent", NETWORK, "with closed as (update site set status = 'CLOSED' where organism_id = '$owner'"
     " returning 1) select refuse('nothing_is_changed', 'site', 'row-level security') where not exists (select from closed)", "nothing_is_changed"),
    ("a site entered by a network where there is a referent", NETWORK, "insert into site (id, organism_id, name, time_zone, entered_by_network_id)"
     " values (gen_random_uuid(), '$owner', 'Annexe', 'Europe/Paris', '$network')", "42501"),
    ("a function that a network ends where there is a referent", NETWORK, "update affiliation set valid_to = current_day() where organism_id ="
     " '$owner' and valid_to is null", "affiliation_of_organism", "postgres"),
    ("a function ended under a sitting that was held in it", CERTIFIER, "update affiliation a set valid_to = s.held_on - 1 from sitting s"
     " where a.role = 'EVALUATOR' and s.evaluator_id = a.person_id and s.acting_org_id = a.organism_id and a.valid_to is null and s.held_on > a.valid_from",
     "affiliation_in_use"),
    ("a mandate ended under a session of its juror", CERTIFIER, "update commission_member m set mandate_to = s.held_on - 1 from attendance a join session s"
     " on s.id = a.session_id where a.member_id = m.id and a.presence <> 'ABSENT' and s.state <> 'CANCELLED' and m.mandate_to is null",
     "commission_member_in_use"),
    ("a staff function ended under what was done in it", NETWORK, "update staff_function set valid_to = date '$today' - 1 where id = '$staff'",
     "staff_function_in_use"),
    ("an affiliation to another role", OWNER, "update affiliation set role = 'EMPLOYEE' where organism_id = '$owner'", "affiliation_fixed"),
    ("an affiliation that began before", OWNER, "update affiliation set valid_from = valid_from - 1 where organism_id = '$owner'", "affiliation_fixed"),
    ("an affiliation over a session that is signed", NOBODY, "insert into affiliation (id, person_id, organism_id, role, valid_from) values"
     " (gen_random_uuid(), '$p1', '$signed_org', 'EMPLOYEE', '$signed_on')", "affiliation_meets_session", "postgres"),
    ("a membership without its organism", NETWORK, "insert into network_membership (id, network_id, organism_id, valid_from) values (gen_random_uuid(),"
     " '$network', '$other', current_day())", "network_membership_consent", "postgres"),
    ("a membership of one's own making", NETWORK, "insert into network_membership (id, network_id, organism_id, valid_from) values"
     " (gen_random_uuid(), '$network', '$other', current_day())", "42501"),
    ("a membership moved to another network", MEMBERS_NETWORK, "update network_membership set network_id = '$network_2' where id = '$membership'",
     "network_membership_fixed"),
    ("a membership prolonged", MEMBERS_NETWORK, "update network_membership set valid_to = valid_from + 3650 where id = '$membership'; update"
     " network_membership set valid_to = null where id = '$membership'", "network_membership_longer"),
    ("a mandate without its juror", COMMISSION, "insert into commission_member (id, commission_id, person_id, college, mandate_from) values"
     " (gen_random_uuid(), '$commission', '$person_b', 'EMPLOYER', current_day())", "commission_member_consent", "postgres"),
    ("a mandate of one's own making", COMMISSION, "insert into commission_member (id, commission_id, person_id, college, mandate_from) values"
     " (gen_random_uuid(), '$commission', '$stranger', 'EMPLOYER', current_day())", "42501"),
    ("a mandate of the other college", COMMISSION, "update commission_member set college = case college when 'EMPLOYER' then 'EMPLOYEE' else 'EMPLOYER' end"
     " where commission_id = '$commission' and id = '$m5'", "commission_member_fixed"),
    ("somebody else's people claimed", NOBODY, "update person set created_by_scope = 'ORGANISM', created_by_scope_id = '$owner' where id = '$person_b'",
     "person_created_by_fixed", "postgres"),
    ("somebody's name corrected by an organism that did not record it", OWNER, "select 1 from person_name('$person_b', 1, null, null, true, 'X', 'Y')",
     "person_named_by_whom_it_concerns"),
    ("people recorded in another's name", OWNER, "insert into person (id, human_id, last_name, first_name, created_by_scope, created_by_scope_id)"
     " values ('$transfer', '$transfer', 'X', 'X', 'ORGANISM', '$other')", "person_created_by_fixed"),
    ("people of nobody, recorded by somebody", OWNER, "insert into person (id, human_id, last_name, first_name) values ('$transfer', '$transfer', 'X',"
     " 'X')", "person_created_by_fixed"),
]

TRANSFERS = [
    ("what was asked for of a file, changed", NOBODY, "update transfer_request set requesting_org_id = '$suspended' where id = '$transfer'",
     "transfer_request_fixed", "postgres"),
    ("a transfer answered by who asks", CONTACT_ORG, "update transfer_request set state = 'DECLINED', settled_on = current_day(), reason = 'x'"
     " where id = '$transfer'", "transfer_request_settled_by"),
    ("a transfer agreed by who asks", CONTACT_ORG, "update transfer_request set state = 'AGREED', agreed_on = current_day() where id = '$transfer'",
     "transfer_request_settled_by"),
    ("an offer taken up by who offers", OWNER, "update transfer_request set state = 'AGREED', agreed_on = current_day() where id = '$offer'",
     "transfer_request_settled_by"),
    ("a transfer that happened to nothing", OWNER, "update transfer_request set state = 'ACCEPTED', settled_on = current_day(), candidacy_id ="
     " '$held' where id = '$transfer'", "transfer_request_settled_by"),
    ("a transfer that lapses on its day", OWNER, "update transfer_request set state = 'LAPSED', settled_on = current_day() where id = '$transfer'",
     "transfer_request_settled_by"),
    ("an offer to oneself", OWNER, "insert into transfer_request (id, kind, offered_candidacy_id, offering_org_id, requesting_org_id, requested_on,"
     " consent_on) values (gen_random_uuid(), 'OFFER', '$partial', '$owner', '$owner', current_day(), current_day())", "transfer_request_of_own_file"),
    ("a second offer of one file", OWNER, "insert into transfer_request (id, kind, offered_candidacy_id, offering_org_id, requesting_org_id,"
     " requested_on, consent_on) values (gen_random_uuid(), 'OFFER', '$held', '$owner', '$other', current_day(), current_day())",
     "transfer_request_one_offer"),
]

LOGS = [
    ("a line of the audit under a key that there is not", OWNER, audited("ORGANISM", "'$owner'", "gen_random_uuid()"), "log_credential_known"),
    ("a line of the audit under no key", OWNER, audited("ORGANISM", "'$owner'", "null"), "log_credential_known"),
    ("a line of the audit for another", OWNER, audited("ORGANISM", "'$other'", "'$key_a'"), "log_credential_known"),
    ("a line of the audit of the nation, by whoever says he is", CERTIFIER, audited("CERTIFIER", "null", "null"), "log_credential_known", "clea_app"),
    ("a tenant's line of the audit, by the nation", CERTIFIER, audited("ORGANISM", "'$owner'", "'$key_a'"), "log_credential_known"),
    ("a line of the audit by hand", OWNER, "insert into audit (action, object_kind, outcome) values ('x', 'x', 'ACCEPTED')", "42501"),
    ("a line of the audit by hand, of the nation", SYSTEM, "insert into audit (action, object_kind, outcome) values ('x', 'x', 'ACCEPTED')", "42501"),
    ("an access under a key that there is not", OWNER, shown("ORGANISM", "'$owner'", "gen_random_uuid()"), "log_credential_known"),
    ("an access for another", OWNER, shown("ORGANISM", "'$other'", "'$key_a'"), "log_credential_known"),
    ("an access for another, by who only reads", OWNER, shown("ORGANISM", "'$other'", "'$key_a'"), "log_credential_known", "clea_read"),
    ("an access of the nation, by whoever says he is", CERTIFIER, shown("CERTIFIER", "null", "'$key_a'"), "log_credential_known", "clea_app"),
    ("an access by hand", OWNER, "insert into access_log (id, action, object_kind, status) values (gen_random_uuid(), 'x', 'x', 200)", "42501",
     "clea_read"),
    ("the log read by a tenant", OWNER, "select 1 from access_log", "42501"),
    ("a stored answer by hand", OWNER, "insert into idempotency_record (principal_key, method, path, key, scope, scope_id, fingerprint,"
     " status) values ('x', 'POST', '/', 'x', 'ORGANISM', '$owner', sha256('x'), 201)", "42501"),
    ("a stored answer of the nation, by whoever says he is", CERTIFIER, answered("CERTIFIER", "null"), "log_credential_known", "clea_app"),
    ("a tenant's stored answer, by the nation", CERTIFIER, answered("ORGANISM", "'$owner'"), "log_credential_known"),
    ("a stored answer rewritten", OWNER, "update idempotency_record set status = 500", "42501"),
    ("unknown callers forgotten", SYSTEM, "delete from refused_caller", "42501"),
    ("a history of the nation, by whoever says he is", CERTIFIER, "insert into candidacy_event (id, candidacy_id, event, from_state, to_state,"
     " occurred_on) values (gen_random_uuid(), '$partial', 'PROPOSE_PATH', 'PARTIAL', 'PATH_PROPOSED', current_date)", "42501|candidacy_", "clea_app"),
]

ILLEGAL = KEYS + LOGINS + LINKS + TRANSFERS + LOGS

# Statements that must touch nothing.
UNSEEN = [
    ("somebody else's people claimed", OWNER, "update person set created_by_scope = 'ORGANISM', created_by_scope_id = '$owner' where id = '$person_b'"
     " returning 1"),
    ("another's key revoked", OWNER, "select 1 from api_key_revoke('$key_b', 1)"),
    ("a key revoked by nobody", NOBODY, "select 1 from api_key_revoke('$key_a', 1)"),
    ("another's login ended", OTHER, "update login set ended_at = clock_timestamp() where id = '$login_a' returning 1"),
    ("another's invitation revoked", OTHER, "update invitation set status = 'REVOKED', settled_at = clock_timestamp() where id = '$invitation' returning 1"),
    ("another's invitation revoked, by the door for it", OTHER, "select invitation_close('$person_b', null); select 1 from invitation"
     " where id = '$invitation'"),
    ("a login bound by a wrong code", PUBLIC, "select 1 from login_bind(gen_random_uuid(), '$invitation', sha256('guess'), 'x', 'x', sha256('x'))"),
    ("a login bound by a code that was used", PUBLIC, "select 1 from login_bind(gen_random_uuid(), '$invitation_done', sha256('done'), 'x', 'x',"
     " sha256('x'))"),
    ("a login bound by a code that was revoked", PUBLIC, "select 1 from login_bind(gen_random_uuid(), '$invitation_revoked', sha256('revoked'), 'x',"
     " 'x', sha256('x'))"),
    ("a login bound by who gave the code", PUBLIC, "select 1 from login_bind(gen_random_uuid(), '$invitation', sha256('open'), 'https://issuer',"
     " 'somebody', sha256('somebody'))"),
    ("somebody's record closed by an organism", OWNER, "select 1 from person_close('$person_b', 1, current_day(), 'x')"),
    ("somebody's record closed by whoever says he is the certifier", CERTIFIER, "select 1 from person_close('$person_b', 1, current_day(), 'x')",
     "clea_app"),
    ("a link answered by a wrong code", PUBLIC, "select 1 from link_request_answer(sha256('guess'), 1, 'ACCEPTED', current_day(), null,"
     " gen_random_uuid())"),
    ("requests lapsed by a tenant", OWNER, "select 1 from transfer_requests_lapse(-100) as lapsed(n) where n > 0"),
    ("people stated distinct by who does not see them", OTHER, "select 1 from candidacy c, state_distinct(c.candidate_id, null) as s(n)"
     " where c.id = '$partial' and n > 0"),
    ("stored answers purged by the certifier", CERTIFIER, "delete from idempotency_record returning 1"),
    ("unknown callers read by a tenant", OWNER, "select 1 where has_any_column_privilege('refused_caller', 'select')"),
]

LEGAL = [
    ("a key of one's own organism", OWNER, a_key("ORGANISM", "'$owner'", "REFERENT") + "; select 1"),
    ("a key of an organism, by the certifier", CERTIFIER, a_key("ORGANISM", "'$owner'", "REFERENT") + "; select 1"),
    ("a key made anew", OWNER, rotated("'$key_a'", 1) + "; select 1 from api_key where rotated_from_id = '$key_a'"),
    ("a key revoked", OWNER, "select 1 from api_key_revoke('$key_a', 1)"),
    ("an invitation", OWNER, "insert into invitation (id, code_digest, person_id, invited_by_id, expires_at) values (gen_random_uuid(),"
     " sha256('x'), '$stranger', '$person_a', clock_timestamp()) returning 1"),
    ("an invitation revoked", OWNER, "update invitation set status = 'REVOKED', settled_at = clock_timestamp() where id = '$invitation' returning 1"),
    ("a login bound by a code", PUBLIC, "select 1 from login_bind(gen_random_uuid(), '$invitation', sha256('open'), 'x', 'x', sha256('x'))"),
    ("a login ended", OWNER, "update login set ended_at = clock_timestamp() where id = '$login_a' returning 1"),
    ("a system of one's own organism invited", OWNER, a_system("ORGANISM", "$owner") + " returning 1"),
    ("a manager of one's own network", NETWORK, "insert into person (id, human_id, last_name, first_name, created_by_scope, created_by_scope_id)"
     " values ('$newcomer', '$newcomer', 'Neuf', 'Claude', 'NETWORK', '$network'); " + a_link(", state, settled_on, link_id",
     ", 'ACCEPTED', current_day(), gen_random_uuid()", scope="NETWORK", asker="$network", body="network_id, person_id, role",
     bodies="'$network', '$newcomer', 'NETWORK_MANAGER'") + "; select 1 from staff_function where person_id = '$newcomer'"),
    ("somebody's record closed by the certifier", CERTIFIER, "select 1 from person_close('$person_b', 1, current_day(), 'x')"),
    ("a line of the audit of one's own", OWNER, audited("ORGANISM", "'$owner'", "'$key_a'")),
    ("a line of the audit of the process itself", SYSTEM, audited("SYSTEM", "null", "null")),
    ("an access of one's own", OWNER, shown("ORGANISM", "'$owner'", "'$key_a'"), "clea_read"),
    ("a stored answer of one's own", OWNER, answered("ORGANISM", "'$owner'")),
    ("a link asked for", OWNER, a_link(bodies="'$owner', '$person_b', 'REFERENT'") + "; select 1"),
    ("a code for the person, by the certifier", CERTIFIER, "update link_request set code_hash = sha256('x') where id = '$function_request' returning 1"),
    ("an offer taken up", CONTACT_ORG, "update transfer_request set state = 'AGREED', agreed_on = current_day() where id = '$offer' returning 1"),
    ("a transfer declined", OWNER, "update transfer_request set state = 'DECLINED', settled_on = current_day(), reason = 'x' where id = '$transfer'"
     " returning 1"),
]
