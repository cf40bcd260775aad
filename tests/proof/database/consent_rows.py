# SPDX-License-Identifier: EUPL-1.2
"""What a candidate alone opens, of a record or of a file, to an organism or to a funder: illegal writes, and the legal ones beside them."""

OWNER = "select scope_set('ORGANISM', '$owner');"
OTHER = "select scope_set('ORGANISM', '$other');"
CONTACT_ORG = "select scope_set('ORGANISM', '$contact_org');"
CANDIDATE = "select scope_set('CANDIDATE', '$candidate');"
FUNDER = "select scope_set('FUNDER', '$funder');"
FUNDER_2 = "select scope_set('FUNDER', '$funder_2');"
CERTIFIER = "select scope_set('CERTIFIER', null);"
PUBLIC = "select scope_set('PUBLIC', null);"
NOBODY = ""


def sight(candidate, organism, is_granted="false", reason="null"):
    return ("insert into candidate_sight (candidate_id, organism_id, accepted_on, is_granted, reason) values"
            f" ({candidate}, '{organism}', current_day(), {is_granted}, {reason})")


def sight_code(given_by):
    return f"select 1 from sight_code_give('$candidate', sha256('x'), {given_by}, clock_timestamp() + interval '7 days')"


COLLEAGUE = "(select person_id from affiliation where organism_id = '$owner' order by id limit 1)"


def consent(candidacy, is_own="false", funder="$funder_2"):
    return ("insert into funder_consent (id, candidacy_id, funder_id, given_on, proof, is_own) values"
            f" (gen_random_uuid(), '{candidacy}', '{funder}', current_day(), 'x', {is_own})")


# Somebody else entered the candidate of the contact, and its organism sees his number alone.
OF_OTHERS = ("set local session_replication_role = replica; update candidate set created_by_org_id = '$other' where id ="
             " (select candidate_id from candidacy where id = '$contact'); delete from candidate_access where organism_id = '$contact_org' and"
             " candidate_id = (select candidate_id from candidacy where id = '$contact'); set local session_replication_role = origin; ")

ILLEGAL = [
    ("a consent told of a candidate of others", CONTACT_ORG, OF_OTHERS + "update candidacy set consent_on = current_date where id = '$contact'",
     "candidacy_sight_accepted", "postgres"),
    ("a transfer asked for of a candidate of others", CONTACT_ORG, OF_OTHERS + "insert into transfer_request (id, contact_candidacy_id,"
     " requesting_org_id, requested_on, consent_on) values (gen_random_uuid(), '$contact', '$contact_org', current_date, current_date)",
     "transfer_request_sight_accepted", "postgres"),
    ("a record opened to oneself", OWNER, sight("'$candidate'", "$owner"), "42501"),
    ("a record opened by a login that the asker's people gave", NOBODY, "update api_key set status = 'REVOKED', revoked_at = clock_timestamp() where"
     " scope = 'CANDIDATE' and scope_id = '$candidate' and status = 'ACTIVE'; update login set ended_at = clock_timestamp() where candidate_id ="
     " '$candidate' and ended_at is null; insert into invitation (id, code_digest, candidate_id, invited_by_id, scope, scope_id, status, expires_at,"
     " settled_at) values ('$newcomer', sha256('n'), '$candidate', '$person_b', 'ORGANISM', '$owner', 'ACCEPTED', clock_timestamp(), clock_timestamp());"
     " insert into login (id, issuer, subject, digest, candidate_id, invitation_id) values (gen_random_uuid(), 'x', 'n', sha256('n'), '$candidate',"
     " '$newcomer'); " + sight("'$candidate'", "$other"), "candidate_sight_word", "postgres"),
    ("a record opened by another candidate", CANDIDATE, sight("(select gen_random_uuid())", "$other"), "42501"),
    ("a record opened as the certifier would", CANDIDATE, sight("'$candidate'", "$other", "true", "'x'"), "42501"),
    ("a record opened by the certifier without a reason", CERTIFIER, sight("'$candidate'", "$other", "true"), "candidate_sight_granted"),
    ("a record opened by a code that was never used", CANDIDATE, "insert into candidate_sight (candidate_id, organism_id, accepted_on, is_granted,"
     " code_given_by) values ('$candidate', '$other', current_day(), false, '$person_b')", "42501"),
    ("a record opened by a code and granted, by the operator", NOBODY, "insert into candidate_sight (candidate_id, organism_id, accepted_on,"
     " is_granted, reason, code_given_by) values ('$candidate', '$other', current_date, true, 'x', '$person_b')", "candidate_sight_by_code", "postgres"),
    ("a code of one's own making", OWNER, "insert into sight_code (code_digest, candidate_id, scope, scope_id, given_by, expires_at) values"
     " (sha256('x'), '$candidate', 'ORGANISM', '$owner', '$person_b', clock_timestamp())", "42501"),
    ("codes read by who gives them", OWNER, "select 1 from sight_code", "42501"),
    ("a record that is closed again", CANDIDATE, "delete from candidate_sight", "42501"),
    ("a consent in the candidate's name", OWNER, consent("$partial", "true"), "42501"),
    ("a consent for a file of another", OTHER, consent("$partial"), "42501"),
    ("a consent by who profits", FUNDER, consent("$partial"), "42501"),
    ("two consents at once", OWNER, consent("$partial", funder="$funder"), "funder_consent_one_live"),
    ("a consent that was withdrawn", OWNER, "update funder_consent set withdrawn_on = null where id = '$consent_over'", "funder_consent_fixed"),
    ("a consent to somebody else", OWNER, "update funder_consent set funder_id = '$funder_2' where id = '$consent'", "42501"),
    ("a consent to somebody else, by the operator", NOBODY, "update funder_consent set funder_id = '$funder_2' where id = '$consent'",
     "funder_consent_fixed", "postgres"),
    ("a funding of another file", OWNER, "update funding set candidacy_id = '$held' where candidacy_id = '$partial'", "42501|funding_root_fixed"),
    ("a funding of another file, by the operator", NOBODY, "update funding set candidacy_id = '$held' where candidacy_id = '$partial'",
     "funding_root_fixed", "postgres"),
    ("a funder of one's own making", OWNER, "insert into funder (id, name) values (gen_random_uuid(), 'X')", "42501"),
]

UNSEEN = [
    ("a code that nobody gave, tried", PUBLIC, "select 1 from sight_of_code_tried(sha256('guess'), 'DOS-2026-000001-01')"),
    ("a file whose consent was withdrawn, by its funder", FUNDER, "select 1 from candidacy where id = '$held'"),
    ("a file of another funder", FUNDER_2, "select 1 from candidacy"),
    ("what hangs on a file, by its funder", FUNDER, "select 1 from evaluation"),
    ("who the candidate is, by the funder", FUNDER, "select 1 from candidate"),
    ("the consent itself, by the funder", FUNDER, "select 1 from funder_consent"),
    ("a file touched by its funder", FUNDER, "update candidacy set last_activity_on = last_activity_on returning 1"),
    ("a code for a record of others", OTHER, sight_code("'$person_b'")),
    ("a code by whoever says he is the certifier", CERTIFIER, sight_code(COLLEAGUE), "clea_app"),
    ("a code in the name of somebody who works elsewhere", OWNER, sight_code("'$person_b'")),
    ("a record opened by a code that nobody was given", PUBLIC, "select 1 from sight_open_by_code(sha256('guess'), 'DOS-2026-000123-52', current_day(), null)"),
    ("a consent withdrawn by another organism", OTHER, "update funder_consent set withdrawn_on = current_day() where id = '$consent' returning 1"),
]

LEGAL = [
    ("a record opened by its candidate", CANDIDATE, sight("'$candidate'", "$other") + " returning 1"),
    ("a record opened by the certifier, who says why", CERTIFIER, sight("'$candidate'", "$other", "true", "'x'") + " returning 1"),
    ("a code for the candidate, by who holds the record", OWNER, sight_code(COLLEAGUE)),
    ("a code for the candidate, by the certifier", CERTIFIER, sight_code("(select person_id from staff_function where role = 'CERTIFIER' limit 1)")),
    ("a consent written down by who holds the file", OWNER, consent("$partial") + " returning 1"),
    ("a consent of the candidate's own", CANDIDATE, consent("$partial", "true") + " returning 1"),
    ("a consent withdrawn", OWNER, "update funder_consent set withdrawn_on = current_day() where id = '$consent' returning 1"),
    ("a file read by its funder, with a consent", FUNDER, "select 1 from candidacy where id = '$partial'"),
]
