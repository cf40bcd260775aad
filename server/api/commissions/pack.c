/* SPDX-License-Identifier: EUPL-1.2 */
/* The blind pack of a session: what a juror needs in order to decide, with pseudonyms in the place
 * of the candidate, the centres and the people. No id and no words that somebody typed are in it: a
 * name could stand in them. Pseudonyms are those of one session (session_pseudonym()). */
#include "api/operation.h"
#include "sql.h"

#include "api/words.h"

static const struct member subdomain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the sub-domain." },
    { "status", MEMBER_ENUM, .words = &result_words, .doc = "What the evaluation found." },
    { "failed_criterion_codes", MEMBER_TEXTS,
      .doc = "Criteria that were not validated; of a validated sub-domain too." },
    { .name = NULL },
};
static const struct view subdomain_view = { "PackSubdomain", "A sub-domain in a blind pack.",
                                            subdomain_members };

static const struct member evaluation_members[] = {
    { "kind", MEMBER_ENUM, .words = &evaluation_kind_words, .doc = "Prior or final." },
    { "completed_on", MEMBER_DATE, .doc = "Day it was completed." },
    { "restituted_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day its results were given back." },
    { "centre", MEMBER_TEXT, .doc = "Pseudonym of the organism that evaluated." },
    { "evaluators", MEMBER_TEXTS, .doc = "Pseudonyms of those who held its sittings." },
    { "subdomains", MEMBER_OBJECTS, .of = &subdomain_view,
      .doc = "In the order of the pinned version." },
    { .name = NULL },
};
static const struct view evaluation_view = { "PackEvaluation", "An evaluation in a blind pack.",
                                             evaluation_members };

static const struct member module_members[] = {
    { "domain_code", MEMBER_TEXT, .doc = "Domain." },
    { "planned_minutes", MEMBER_INT, .doc = "Minutes that were planned." },
    { "status", MEMBER_ENUM, .words = &module_status_words, .doc = "Where it stands." },
    { "centre", MEMBER_TEXT, .doc = "Pseudonym of the organism that trains." },
    { "trainer", MEMBER_TEXT, .doc = "Pseudonym of the trainer." },
    { .name = NULL },
};
static const struct view module_view = { "PackModule", "A module in a blind pack.",
                                         module_members };

static const struct member path_members[] = {
    { "status", MEMBER_ENUM, .words = &path_status_words, .doc = "Where it stood." },
    { "closed_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day it was closed." },
    { "centre", MEMBER_TEXT, .doc = "Pseudonym of the organism in charge of it." },
    { "modules", MEMBER_OBJECTS, .of = &module_view, .doc = "Its modules." },
    { .name = NULL },
};
static const struct view path_view = { "PackPath", "A training path in a blind pack.",
                                       path_members };

static const struct member file_members[] = {
    { "position", MEMBER_INT, .doc = "Place on the agenda, which leads to the line to vote on." },
    { "candidate", MEMBER_TEXT, .doc = "Pseudonym of the candidate." },
    { "centre", MEMBER_TEXT, .doc = "Pseudonym of the organism that sent the file." },
    { "is_direct_route", MEMBER_BOOL, .doc = "All validations come from the prior evaluation." },
    { "evaluations", MEMBER_OBJECTS, .of = &evaluation_view, .doc = "As they were sent." },
    { "paths", MEMBER_OBJECTS, .of = &path_view, .doc = "As they were sent." },
    { .name = NULL },
};
static const struct view file_view = { "PackFile", "A file in a blind pack.", file_members };

static const struct member pack_members[] = {
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "held_on", MEMBER_DATE, .doc = "Its day." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "files", MEMBER_OBJECTS, .of = &file_view, .doc = "The files of its agenda, in its order." },
    { .name = NULL },
};
static const struct view pack_view = { "SessionPack",
                                       "The files of a session without who they are of.",
                                       pack_members };

static void read_named(struct exchange *x, struct row *row)
{
    names_add(&x->beside, NAMED_CANDIDATE, row_id(row, "candidate_id"));
    names_add(&x->beside, NAMED_OBJECT, row_id(row, "candidacy_id"));
}

static const struct load pack_loads[] = {
    { &SQL_pack_named, NULL, read_named, 0 },
    { .statement = NULL },
};

const struct operation pack_operations[] = {
    {
        .id = "readPack",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/pack",
        .tag = "Agenda",
        .summary = "Read the files of a session without who they are of.",
        .description =
            "For those who sit in it. Candidate, centres and people have pseudonyms, the same "
            "throughout the session and others in every other one; nothing that somebody typed is "
            "in it. That it was read is in the log of each candidate. It binds who wants to read "
            "blind: the file itself, which bears an identity, is read in the same session "
            "(`GET /v1/files/{id}`).",
        .roles = ROLE_JUROR | ROLE_CHAIR,
        .flags = OPERATION_REFERENCE | OPERATION_PERSONAL | OPERATION_RESTRICTED,
        .loads = pack_loads,
        .reply = { 200, &SQL_pack_view, NULL, &pack_view },
    },
    { .id = NULL },
};
