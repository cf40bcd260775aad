/* SPDX-License-Identifier: EUPL-1.2 */
/* Who was shown what of a candidacy (decision 46): the access log, as the candidate and the
 * organism in charge may read it. */
#include "api/candidacies/candidacy_events.h"
#include "api/words.h"
#include "sql.h"

static const struct member access_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "read_at", MEMBER_INSTANT, .doc = "When." },
    { "action", MEMBER_ENUM, .words = &access_action_words,
      .doc = "What was done: read, changed, tried without effect (a dry run, or an act that was "
             "refused), or deliberated by the commission. Of a deliberation no more is told than "
             "that: not who, not which act." },
    { "subject", MEMBER_ENUM, .words = &access_subject_words, .doc = "What was asked about." },
    { "operation", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Operation of this contract whose answer it was; null for a deliberation.",
      .example = "\"getCandidacy\"" },
    { "status", MEMBER_INT, .doc = "What was answered; 304 says that the reader knew it already." },
    { "scope", MEMBER_ENUM, .words = &scope_words, .only = ~(UINT64_C(1) << SCOPE_PUBLIC),
      .doc = "In whose name it was read." },
    { "scope_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Which organism, network, commission or funder." },
    { "scope_name", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Name of the organism, network, commission, funder or certifier; null for the "
             "candidate, an auditor and the service." },
    { "roles", MEMBER_TEXTS,
      .doc = "Roles of the reader at that moment; none of them for a deliberation." },
    { "function_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Function in which it was read, when one was named." },
    { "person_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who read; null for a partner's system, for a juror and for a deliberation." },
    { "person_name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "First name and name." },
    { .name = NULL },
};
static const struct view access_view = { "Access", "An answer that showed something of a file.",
                                         access_members };

static void bind_accesses(const struct exchange *x, struct params *params)
{
    params_id(params, "id", x->path_id[0]);
    params_text(params, "reference", id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
}

static void bind_readers(const struct exchange *x, struct params *params)
{
    bind_accesses(x, params);
    params_text(params, "certifier_name", x->certifier_name);
}

/* Not for a former owner, whose list would be empty and read as "nobody". */
static const struct load access_loads[] = {
    { &SQL_access_exists, NULL, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

const struct operation access_operations[] = {
    {
        .id = "listCandidacyAccesses",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/accesses",
        .tag = "Candidacies",
        .summary = "Read who was shown what of a candidacy, newest first.",
        .description =
            "Every answer that showed the candidacy, something under it or the identity of the "
            "candidate, refusals that told of them and dry runs included. Candidates "
            "see all that names them; the organism in charge sees what names this file, and who of "
            "those that have it read the identity. A former organism sees nothing of it (404). "
            "What a commission does in session (agenda, attendance, votes, minutes) is its act: "
            "neither jurors nor their votes are told; of a juror who reads the file, that it was "
            "one. Reading this list is on it too.",
        .roles = ROLE_REFERENT | ROLE_CANDIDATE,
        .flags = OPERATION_LIST | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = access_loads,
        .reply = { 200, &SQL_access_list, bind_readers, &access_view },
    },
    { .id = NULL },
};
