# SPDX-License-Identifier: EUPL-1.2
"""Candidacies and what hangs on them: illegal writes, and the legal ones beside them."""

SYSTEM = "select scope_set('SYSTEM', null);"
NOBODY = ""
OWNER = "select scope_set('ORGANISM', (select owner_org_id from probe));"
CONTACT_OWNER = "select scope_set('ORGANISM', (select contact_org_id from probe));"
REQUEST = ("insert into transfer_request (id, contact_candidacy_id, requesting_org_id, requested_on, consent_on, state)"
           " select gen_random_uuid(), {candidacy}, {org}, current_date, current_date, '{state}' from probe")

# What an illegal write needs to name: ids found by the superuser, readable by the application.
PROBE = """
create table probe as select
    (select id from candidacy where state = 'PARTIAL' order by id limit 1) as partial,
    (select owner_org_id from candidacy where state = 'PARTIAL' order by id limit 1) as owner_org_id,
    (select id from organism where id <> (select owner_org_id from candidacy where state = 'PARTIAL' order by id limit 1)
     order by id limit 1) as other_org_id,
    (select id from candidacy where state = 'CERTIFIED' order by id limit 1) as certified,
    (select id from evaluation where kind = 'PRIOR' and completed_on is not null and annulled_on is null order by id limit 1) as completed,
    (select s.id from sitting s join evaluation e on e.id = s.evaluation_id where e.completed_on is not null order by s.id limit 1) as old_sitting,
    (select s.id from session s where s.state = 'SIGNED' and s.chair_member_id is not null and s.vice_chair_member_id is not null
        and exists (select from decision d where d.session_id = s.id and d.outcome = 'CERTIFIED') order by s.id limit 1) as signed,
    (select id from candidacy where state = 'CONTACT' and owner_org_id <> (select owner_org_id from candidacy where state = 'PARTIAL' order by id limit 1)
     order by id limit 1) as contact,
    (select owner_org_id from candidacy where state = 'CONTACT' and owner_org_id <> (select owner_org_id from candidacy where state = 'PARTIAL'
     order by id limit 1) order by id limit 1) as contact_org_id,
    (select id from candidacy where state = 'CONTACT' and owner_org_id <> (select owner_org_id from candidacy where state = 'PARTIAL' order by id limit 1)
     order by id offset 1 limit 1) as contact_2, t.*
from (select) one left join lateral (
    select c.id as training, c.version as training_version, c.owner_org_id as training_owner, m.id as training_module,
        (select o.id from organism o where o.id not in (c.owner_org_id, m.training_org_id) order by o.id limit 1) as training_stranger
    from candidacy c join path p on p.candidacy_id = c.id and p.status = 'ACCEPTED' join path_module m on m.path_id = p.id and m.status = 'OPEN'
    where c.state = 'IN_TRAINING' order by m.id limit 1) t on true;
grant select on probe to clea_app, clea_national;
"""

# Who trains for another organism is reached by a setting, which anybody can change; the door asks the rows themselves.
REACHES = " select set_config('app.reach', (select array[training]::text from probe), true) is null; "
ATTENDANCE = ("select 1 from probe t cross join lateral attendance_for_other(t.training, t.training_version, t.training_module, 1, null, current_day(),"
              " current_day(), null) a(id) where a.id is not null")
READ_ORGANISM = ("select set_config('test.version', (select version from organism where id = (select owner_org_id from probe))::text, true)"
                 " is null; ")
SAVE_ORGANISM = "select check_facts('{ORGANISM}', array[owner_org_id], array[current_setting('test.version')::int]) from probe"


ASKED = ("insert into annulment_request (id, certificate_id, state, reason, grounds, requested_on, requested_by, confirm_until, settled_on)"
         " select gen_random_uuid(), t.id, '{state}', 'ERROR', 'x', current_day(), (select p.id from person p order by p.id limit 1),"
         " current_day() + 30, {settled} from certificate t where t.status = 'ISSUED' order by t.id limit 1")


def an_annulment(state, settled_by):
    """Asked for today, and answered so."""
    return (ASKED.format(state="REQUESTED", settled="null") + f"; update annulment_request set state = {state}, settled_on = current_day(),"
            f" settled_by = {settled_by}" + (", refusal_reason = 'x'" if "REFUSED" in state else ""))
NATION = "select scope_set('CERTIFIER', null);"
NAMED = ("insert into commission_override (id, candidacy_id, commission_id, reason, named_on) select gen_random_uuid(), {candidacy},"
         " (select k.id from commission k where k.status = 'ACTIVE' order by k.id limit 1), 'x', current_day() from probe")


def a_certificate(statement):
    """What happens to a quality certificate X of the year 2026."""
    return ("insert into quality_certificate (id, organism_id, number, valid_from, valid_to) select gen_random_uuid(), owner_org_id, 'X',"
            f" date '2026-01-01', date '2026-12-31' from probe; {statement}")


# (what is tried, scope, statements, constraint or SQLSTATE that must refuse it)
ILLEGAL = [
    ("a leap over the rules", SYSTEM, "update candidacy set state = 'CERTIFIED', version = version + 1 where id = (select partial from probe)",
     "candidacy_transition_legal"),
    ("a move without its event", SYSTEM, "update candidacy set state = 'PATH_PROPOSED', version = version + 1 where id = (select partial from probe)",
     "candidacy_state_has_event"),
    ("an event that no rule knows", SYSTEM,
     "insert into candidacy_event (id, candidacy_id, event, from_state, to_state, occurred_on) select gen_random_uuid(), partial, 'CERTIFY',"
     " 'PARTIAL', 'CERTIFIED', current_date from probe", "candidacy_event_legal"),
    ("an event without its effect", SYSTEM,
     "insert into candidacy_event (id, candidacy_id, event, from_state, to_state, occurred_on) select gen_random_uuid(), partial,"
     " 'PROPOSE_PATH', 'PARTIAL', 'PATH_PROPOSED', current_date from probe", "candidacy_state_has_event"),
    ("a candidacy that begins in the middle", SYSTEM,
     "insert into candidacy (id, reference, candidate_id, referential_code, state, owner_org_id, opened_org_id, opened_on, last_activity_on, entered_on)"
     " select gen_random_uuid(), next_reference('DOS', 2026), c.candidate_id, 'OTHER', 'PARTIAL', c.owner_org_id, c.opened_org_id, c.opened_on,"
     " c.last_activity_on, c.entered_on from candidacy c, probe where c.id = partial",
     "candidacy_transition_legal"),
    ("another deadline", SYSTEM, "update candidacy set cycle_start_date = cycle_start_date + 1, deadline_date = (cycle_start_date + 1"
     " + interval '5 years')::date where id = (select partial from probe)", "candidacy_deadline_fixed"),
    ("a deadline that is not five years", SYSTEM, "update candidacy set deadline_date = deadline_date + 1 where id = (select partial from probe)",
     "candidacy_deadline_is_five_years"),
    ("another version of the référentiel", SYSTEM, "update candidacy set referential_version_id = null where id = (select partial from probe)",
     "candidacy_version_fixed"),
    ("another candidate", SYSTEM, "update candidacy set candidate_id = (select id from candidate where id <> candidacy.candidate_id and"
     " status = 'ACTIVE' limit 1) where id = (select partial from probe)", "candidacy_root_fixed"),
    ("another reference", SYSTEM, "update candidacy set reference = next_reference('DOS', 2026) where id = (select partial from probe)",
     "candidacy_root_fixed"),
    ("an abandonment from nowhere", SYSTEM, "update candidacy set state = 'ABANDONED', previous_state = null where id = (select partial from probe)",
     "candidacy_abandoned_from"),
    ("a cancellation without reason", SYSTEM, "update candidacy set state = 'CANCELLED' where id = (select partial from probe)",
     "candidacy_cancelled_why"),
    ("a candidacy erased", SYSTEM, "delete from candidacy where id = (select partial from probe)", "42501"),
    ("results of a completed evaluation", SYSTEM, "update evaluation set results = translate(results, 'N', 'V') where id = (select completed from probe)",
     "evaluation_results_frozen"),
    ("the statuses of a completed evaluation", SYSTEM, "update evaluation set subdomain_statuses = translate(subdomain_statuses, 'N', 'V'),"
     " completed_on = completed_on + 1 where id = (select completed from probe)", "evaluation_results_frozen"),
    ("an evaluation of another organism", SYSTEM, "update evaluation set org_id = (select other_org_id from probe) where id = (select completed from probe)",
     "evaluation_root_fixed"),
    ("a letter that is no result", SYSTEM, "update evaluation set results = 'X' || substr(results, 2) where id = (select completed from probe)",
     "evaluation_results|evaluation_results_frozen"),
    ("a sitting added to a completed evaluation", SYSTEM,
     "insert into sitting select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* from sitting s, probe where s.id = old_sitting",
     "sitting_evaluation_open"),
    ("a sitting given to another evaluation", SYSTEM, "update sitting set evaluation_id = evaluation_id", "42501"),
    ("a sitting moved afterwards, by the operator", SYSTEM, "update sitting set held_on = held_on + 1 where id = (select old_sitting from probe)",
     "sitting_evaluation_open", "postgres"),
    ("a sitting taken away, by the operator", SYSTEM, "delete from sitting where id = (select old_sitting from probe)", "sitting_evaluation_open",
     "postgres"),
    ("an evaluator who trains", SYSTEM,
     "update path_module m set trainer_id = s.evaluator_id from sitting s where s.candidacy_id = m.candidacy_id", "path_module_|cycle_person_"),
    ("a second role in the cycle", SYSTEM, "update cycle_person set role = 'TRAINER'", "42501"),
    ("a line of history changed", SYSTEM, "update candidacy_event set occurred_on = occurred_on + 1", "42501|candidacy_event_append_only"),
    ("a line of history erased", SYSTEM, "delete from candidacy_event", "42501|candidacy_event_append_only"),
    ("the history emptied", SYSTEM, "truncate candidacy_event", "42501"),
    ("a line of the audit changed", SYSTEM, "update audit set outcome = 'ACCEPTED'", "42501|audit_append_only"),
    ("a line of the audit erased", SYSTEM, "delete from audit", "42501|audit_append_only"),
    ("an access erased", SYSTEM, "delete from access_log", "42501|access_log_append_only"),
    ("a restitution of another evaluation", SYSTEM, "update restitution set evaluation_id = gen_random_uuid()", "42501"),
    ("a restitution of another evaluation, by the operator", NOBODY, "update restitution set evaluation_id = gen_random_uuid()", "restitution_fixed",
     "postgres"),
    ("a restitution erased, by the operator", NOBODY, "delete from restitution", "restitution_fixed", "postgres"),
    ("a commission named by an organism", OWNER, NAMED.format(candidacy="partial"), "42501"),
    ("a commission named for what is certified", NATION, NAMED.format(candidacy="certified"), "commission_override_in_time", "clea_national"),
    ("a commission of another certification named", NATION, "insert into commission (id, reference, kind, name, idcc, referential_code) select"
     " '0190b000-0000-7000-8000-000000000001', next_reference('COM', 2026), 'BRANCH', 'X', '9997', 'AUTRE'; "
     + NAMED.format(candidacy="partial").replace("k.status = 'ACTIVE'", "k.referential_code = 'AUTRE'"), "commission_override_competent", "clea_national"),
    ("two namings at once", NATION, NAMED.format(candidacy="partial") + "; " + NAMED.format(candidacy="partial"), "commission_override_one_standing",
     "clea_national"),
    ("a naming that ends twice", NATION, NAMED.format(candidacy="partial") + "; update commission_override set ended_on = current_day(), end_reason = 'x';"
     " update commission_override set ended_on = current_day(), end_reason = 'y'", "commission_override_fixed", "clea_national"),
    ("a naming erased, by the operator", NATION, NAMED.format(candidacy="partial") + "; delete from commission_override", "commission_override_kept",
     "postgres"),
    ("minutes rewritten", SYSTEM, "update minutes set content = '{}'", "42501|minutes_append_only"),
    ("a signature erased", SYSTEM, "delete from minutes_signature", "42501|minutes_signature_append_only"),
    ("a vote in a signed session", SYSTEM, "update vote set choice = 'AGAINST' where session_id = (select signed from probe)", "vote_|session_|agenda_"),
    ("a decision without majority", SYSTEM, "update decision set for_count = 0, abstain_count = voter_count, against_count = 0 where outcome = 'CERTIFIED'",
     "decision_"),
    ("a signed session opened again", SYSTEM, "update session set state = 'OPEN', version = version + 1 where id = (select signed from probe)",
     "session_"),
    ("a second certificate", SYSTEM,
     "insert into certificate select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'number', next_reference('CLEA', 2026),"
     " 'verification_code', translate(t.verification_code, '0123456789', '1234567890')))).* from certificate t limit 1", "certificate_"),
    ("another number", SYSTEM, "update certificate set number = next_reference('CLEA', 2026)", "certificate_|42501"),
    ("a certificate annulled that nobody asked to annul", SYSTEM,
     "update certificate set status = 'ANNULLED', annulled_on = issued_on, annulled_by = (select id from person limit 1), annul_reason = 'ERROR';"
     " set constraints all immediate", "certificate_annulled_"),
    ("an annulment that one person asks for and confirms", SYSTEM, an_annulment("'CONFIRMED'", "requested_by"), "annulment_request_four_eyes"),
    ("an annulment that is confirmed and not carried out", SYSTEM,
     an_annulment("'CONFIRMED'", "(select p.id from person p where p.human_id <> human_of(requested_by) limit 1)")
     + "; set constraints all immediate", "annulment_request_carried_out"),
    ("an annulment that lapses before its time", SYSTEM, an_annulment("'LAPSED'", "null"), "annulment_request_lapses_late"),
    ("an annulment that begins with its answer", SYSTEM, ASKED.format(state="LAPSED", settled="current_day()"), "annulment_request_settled_once"),
    ("an annulment that is answered twice", SYSTEM, an_annulment("'REFUSED'", "requested_by") + "; update annulment_request set state = 'REQUESTED',"
     " settled_on = null, settled_by = null, refusal_reason = null", "annulment_request_settled_once"),
    ("an annulment asked for in other words", SYSTEM, ASKED.format(state="REQUESTED", settled="null") + "; update annulment_request set grounds = 'y'", "42501"),
    ("an annulment asked for by an organism", OWNER, ASKED.format(state="REQUESTED", settled="null"), "42501"),
    ("a duplicate that does not say why", SYSTEM,
     "insert into certificate_duplicate (id, certificate_id, issued_on) select gen_random_uuid(), id, issued_on from certificate limit 1",
     "certificate_duplicate_reasoned"),
    ("a duplicate with another identity, by one alone", SYSTEM,
     "insert into certificate_duplicate (id, certificate_id, issued_on, reason, note, holder, verification_code) select gen_random_uuid(), id, issued_on,"
     " 'IDENTITY_CORRECTED', 'x', '{}', repeat('A', 26) from certificate where status = 'ISSUED' limit 1", "certificate_duplicate_by_two"),
    ("a certificate handed over before it was issued", SYSTEM,
     "insert into certificate_handover (id, certificate_id, candidacy_id, handed_on, channel, acting_scope) select gen_random_uuid(), id, candidacy_id,"
     " issued_on - 1, 'IN_PERSON', 'CERTIFIER' from certificate limit 1", "certificate_handover_of_issued"),
    ("a record of a handing-over rewritten", SYSTEM, "update certificate_handover set handed_on = handed_on + 1", "42501|certificate_handover_append_only"),
    ("two versions in force at once", SYSTEM,
     "update referential_version set status = 'ACTIVE', valid_to = null where status = 'RETIRED'", "referential_version_"),
    ("an active version rewritten", SYSTEM, "update referential_version set tree = '{}' where status = 'ACTIVE'", "referential_version_"),
    ("a reference with wrong digits", SYSTEM, "update organism set reference = left(reference, -2) || '00'", "organism_reference"),
    ("the clock of a production database", SYSTEM, "update sandbox_clock set is_sandbox = false", "42501"),
    ("a row of another organism", "select scope_set('ORGANISM', (select other_org_id from probe));",
     "insert into portfolio select (jsonb_populate_record(null::portfolio, jsonb_build_object('id', gen_random_uuid(), 'candidacy_id', partial)))"
     ".* from probe", "42501|portfolio_"),
    ("a candidacy in the name of another", "select scope_set('ORGANISM', (select other_org_id from probe));",
     "insert into candidacy (id, reference, candidate_id, referential_code, owner_org_id, opened_org_id, opened_on, last_activity_on, entered_on)"
     " select gen_random_uuid(), next_reference('DOS', 2026), (select gen_random_uuid()), 'CLEA-SOCLE', owner_org_id, owner_org_id, current_date,"
     " current_date, current_date from probe", "42501"),
    ("a habilitation granted by oneself", OWNER,
     "insert into habilitation (id, organism_id, activity, referential_code, state, valid_from) select gen_random_uuid(), owner_org_id,"
     " 'EVALUATION', 'CLEA-SOCLE', 'GRANTED', current_date from probe", "42501"),
    ("a request for a habilitation granted by who asks", OWNER,
     "insert into habilitation (id, organism_id, activity, referential_code, state, valid_from) select gen_random_uuid(), owner_org_id,"
     " 'TRAINING', 'CLEA-NUMERIQUE', 'REQUESTED', current_date from probe; update habilitation set state = 'GRANTED' where state = 'REQUESTED'",
     "42501"),
    ("a quality certificate recorded by oneself", OWNER,
     "insert into quality_certificate (id, organism_id, number, valid_from) select gen_random_uuid(), owner_org_id, 'X', current_date from probe",
     "42501"),
    ("two quality certificates at once", SYSTEM,
     "insert into quality_certificate (id, organism_id, number, valid_from, valid_to) select gen_random_uuid(), owner_org_id, v.number, v.day, v.day"
     " from probe, (values ('X', date '2026-01-01'), ('Y', date '2026-01-01')) as v(number, day)", "quality_certificate_no_overlap"),
    ("a quality certificate that ends before it begins", SYSTEM,
     "insert into quality_certificate (id, organism_id, number, valid_from, valid_to) select gen_random_uuid(), owner_org_id, 'X', date '2026-01-02',"
     " date '2026-01-01' from probe", "quality_certificate_period"),
    ("a quality certificate handed on", SYSTEM,
     a_certificate("update quality_certificate set organism_id = (select other_org_id from probe) where number = 'X'"), "quality_certificate_fixed"),
    ("a quality certificate erased", SYSTEM, a_certificate("delete from quality_certificate"), "42501"),
    ("a decision on an organism whose quality certificate was recorded meanwhile", SYSTEM,
     READ_ORGANISM + a_certificate(SAVE_ORGANISM), "CL001"),
    ("a key of another scope", OWNER,
     "insert into api_key (id, hash, prefix, scope, roles) values (gen_random_uuid(), sha256('x'), 'x', 'CERTIFIER', '{CERTIFIER}')", "42501"),
    ("a transfer asked for that nobody can make", CONTACT_OWNER, REQUEST.format(candidacy="contact", org="contact_org_id", state="PENDING"),
     "transfer_request_has_file"),
    ("a transfer asked for and answered in one", CONTACT_OWNER, REQUEST.format(candidacy="contact", org="contact_org_id", state="ACCEPTED"),
     "transfer_request_transition_legal"),
    ("a transfer asked for from a file that goes on", OWNER, REQUEST.format(candidacy="partial", org="owner_org_id", state="PENDING"),
     "transfer_request_from_contact"),
    ("a transfer asked for in the name of another", OWNER, REQUEST.format(candidacy="contact", org="other_org_id", state="PENDING"),
     "42501|transfer_request_from_contact"),
    ("a transfer request sent elsewhere", OWNER, "update transfer_request_route set owner_org_id = (select other_org_id from probe)", "42501"),
    ("a transfer offered in the name of who holds the file", CONTACT_OWNER,
     "insert into transfer_request (id, kind, offered_candidacy_id, offering_org_id, requesting_org_id, requested_on, consent_on)"
     " select gen_random_uuid(), 'OFFER', partial, owner_org_id, contact_org_id, current_date, current_date from probe",
     "42501|transfer_request_of_own_file"),
    ("a file pushed on an organism that asked for nothing", OWNER,
     "update candidacy set owner_org_id = (select other_org_id from probe), version = version + 1 where id = (select partial from probe)",
     "candidacy_transfer_agreed"),
    ("an access to a candidate made by oneself", OWNER,
     "insert into candidate_access select id, (select owner_org_id from probe) from candidate", "42501"),
    ("a former owner who makes himself one", OWNER,
     "insert into former_owner select id, (select owner_org_id from probe), 99 from candidacy", "42501"),
    ("keys looked up", SYSTEM, "select hash from api_key", "42501"),
]

# Nothing of this is visible, so nothing is changed: (what, scope, statement that must touch no row).
UNSEEN = [
    ("another organism's candidacy", "select scope_set('ORGANISM', (select other_org_id from probe));",
     "update candidacy set last_activity_on = last_activity_on where id = (select partial from probe) returning 1"),
    ("a candidacy, by nobody", "", "select 1 from candidacy"),
    ("candidates, by the public", "select scope_set('PUBLIC', null);", "select 1 from candidate"),
    ("hours of a module, by an organism that does not train there", "select scope_set('ORGANISM', (select training_stranger from probe));",
     REACHES + ATTENDANCE),
    ("hours of a module by the door of others, by the owner", "select scope_set('ORGANISM', (select training_owner from probe));",
     REACHES + ATTENDANCE),
    ("evaluations, by a stranger", "select scope_set('ORGANISM', gen_random_uuid());", "select 1 from evaluation"),
]

# The same doors, used as they may be: without these the refusals would prove nothing.
LEGAL = [
    ("the owner touches his candidacy", OWNER, "update candidacy set last_activity_on = last_activity_on where id = (select partial from probe) returning 1"),
    ("the owner reads his evaluations", OWNER, "select 1 from evaluation"),
    ("a decision on an organism that stayed as it was read", SYSTEM, READ_ORGANISM + SAVE_ORGANISM),
    ("quality certificates that follow one another, the first ended early", SYSTEM,
     a_certificate("update quality_certificate set valid_to = '2026-06-30' where number = 'X'; insert into quality_certificate (id, organism_id,"
                   " number, valid_from) select gen_random_uuid(), owner_org_id, 'Y', date '2026-07-01' from probe returning 1")),
    ("a habilitation asked for", OWNER,
     "insert into habilitation (id, organism_id, activity, referential_code, state, valid_from) select gen_random_uuid(), owner_org_id,"
     " 'TRAINING', 'CLEA-NUMERIQUE', 'REQUESTED', current_date from probe returning 1"),
]
