/* SPDX-License-Identifier: EUPL-1.2 */
/* What is shown of a candidacy: the candidacy itself, a line of its history, where its domains
 * stand. */
#include "api/candidacies/candidacy_views.h"

#include "api/candidacies/candidacy_snapshot.h"
#include "api/candidacies/candidacy_event_body.h"

static const struct member candidacy_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, .doc = "DOS-YYYY-NNNNNN-KK.", .example = "\"DOS-2026-000123-52\"" },
    { "candidate_id", MEMBER_ID, .doc = "The candidate." },
    { "referential_code", MEMBER_TEXT, .doc = "The certification.", .example = "\"CLEA-SOCLE\"" },
    { "referential_version", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Version pinned for the whole cycle when the prior evaluation starts.",
      .example = "\"2018\"" },
    { "state", MEMBER_ENUM, .words = &candidacy_state_words,
      .doc = "Where it stands; moved by events only." },
    { "owner_org_id", MEMBER_ID, .doc = "Organism that holds the candidacy." },
    { "opened_on", MEMBER_DATE, .doc = "First contact." },
    { "information_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Information given by a counsellor." },
    { "counsellor_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The counsellor (conseiller)." },
    { "counsellor_name", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLES_WITHOUT_NAMES,
      .doc = "Their first name and name." },
    { "consent_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Consent of the candidate." },
    { "cycle_start_date", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Last sitting of the prior evaluation." },
    { "deadline_date", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Five years later, that day included; computed, never sent." },
    { "answer_by_date", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day to answer a deferral." },
    { "previous_state", MEMBER_ENUM, MEMBER_NULLABLE, .words = &candidacy_state_words,
      .doc = "While ABANDONED: where RESUME leads." },
    { "cancel_reason", MEMBER_ENUM, MEMBER_NULLABLE, .words = &cancel_reason_words,
      .doc = "Why the certifier cancelled it." },
    { "previous_candidacy_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The cycle before, when there was one and the caller sees it." },
    { "is_certificate_annulled", MEMBER_BOOL, .doc = "Its certificate was annulled." },
    { "last_activity_on", MEMBER_DATE, .doc = "Day of the last act." },
    { "end_reason", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLE_NETWORK_MANAGER | ROLE_FUNDER,
      .doc =
          "While WITHDRAWN or ABANDONED: why, in the words of who recorded it; NO_INFORMATION or "
          "NO_ACTIVITY, as in its history, where the time was over." },
    { "version", MEMBER_INT,
      .doc = "Moves with every change of the candidacy or of anything under it." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view candidacy_view = { "Candidacy",
                                     "One cycle of one certification for one candidate.",
                                     candidacy_members };

static const struct member event_members[] = {
    { "id", MEMBER_ID, MEMBER_OPEN, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, MEMBER_OPEN, .doc = "The candidacy." },
    { "sequence", MEMBER_INT, MEMBER_OPEN, .doc = "1, 2, 3 … within the candidacy." },
    { "event", MEMBER_ENUM, MEMBER_OPEN, .words = &candidacy_event_words, .doc = "What happened." },
    { "from_state", MEMBER_TEXT, MEMBER_OPEN, .doc = "State before; NONE for the first." },
    { "to_state", MEMBER_ENUM, MEMBER_OPEN, .words = &candidacy_state_words,
      .doc = "State after." },
    { "occurred_on", MEMBER_DATE, MEMBER_OPEN, .doc = "Civil day of the act." },
    { "recorded_at", MEMBER_INSTANT, MEMBER_OPEN, .doc = "When it was recorded." },
    { "acting_org_id", MEMBER_ID, MEMBER_OPEN | MEMBER_NULLABLE,
      .doc = "In the name of which organism." },
    { "person_id", MEMBER_ID, MEMBER_OPEN | MEMBER_NULLABLE,
      .doc = "Who acted; null for a system, and of a decision of a commission for all but the "
             "commission and the certifier." },
    { "recorded_by", MEMBER_ID, MEMBER_OPEN | MEMBER_NULLABLE,
      .doc = "Who entered it, where that is somebody else than who acted; null likewise." },
    { "reason", MEMBER_ENUM, MEMBER_OPEN | MEMBER_NULLABLE, .words = &act_reason_words,
      .doc = "Why, where the event has a reason that is chosen from a list." },
    { "data", MEMBER_JSON, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "Ids and values of the act; never identity nor free text." },
    { "texts", MEMBER_JSON, MEMBER_NULLABLE, .hidden_from = ROLE_NETWORK_MANAGER | ROLE_FUNDER,
      .doc = "What was typed with it, by the names of its members: reason, proof, synthesis, "
             "answer; with what a commission decided the words of its decision: reasons, "
             "request_text; null when nothing was." },
    { "is_withheld", MEMBER_BOOL, MEMBER_WITHHOLDS },
    { .name = NULL },
};
const struct view candidacy_event_view = { "CandidacyEvent", "One line of the history.",
                                           event_members };

static const struct member status_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the sub-domain.", .example = "\"2.3\"" },
    { "status", MEMBER_ENUM, MEMBER_NULLABLE, .words = &result_words, .only = RESULTS_DECIDED,
      .doc = "Null before any evaluation." },
    { .name = NULL },
};
static const struct view status_view = { "SubdomainStatus", "Where a sub-domain stands.",
                                         status_members };
static const struct member domain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the domain.", .example = "\"2\"" },
    { "status", MEMBER_ENUM, MEMBER_NULLABLE, .words = &result_words, .only = RESULTS_DECIDED,
      .doc = "Null before any evaluation." },
    { "subdomains", MEMBER_OBJECTS, .of = &status_view, .doc = "Its sub-domains." },
    { .name = NULL },
};
const struct view domain_status_view = { "DomainStatus", "Where a domain stands.", domain_members };
