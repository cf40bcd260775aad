/* SPDX-License-Identifier: EUPL-1.2 */
/* What has changed, for whoever keeps a copy of what the caller may see. */
#include "api/operation.h"
#include "sql.h"

#include "api/access.h"
#include "policy.h"

#define CHANGE_ROLES                                                                               \
    (ROLES_ORGANISM | ROLES_COMMISSION | ROLE_NETWORK_MANAGER | ROLE_CERTIFIER | ROLE_CANDIDATE)

static const struct member change_members[] = {
    { "id", MEMBER_ID,
      .doc = "Its place: changes come in the order of these, which is that of no clock." },
    { "kind", MEMBER_ENUM, .words = &change_kind_words, .doc = "What changed." },
    { "object_id", MEMBER_ID, .doc = "Which one." },
    { "reference", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Its reference, or that of its candidacy; null of appointments and habilitations.",
      .example = "\"DOS-2026-000123-52\"" },
    { "candidate_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Whose record or appointment it is; null of all others." },
    { "candidacy_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The candidacy that it is part of." },
    { "organism_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The organism in charge since, or whose it is; null of what left the caller, and of "
             "what is a commission's or a network's." },
    { "what", MEMBER_TEXT,
      .doc = "What happened: of a candidacy the event (`RECORD_RESULTS`), of others what became of "
             "it (`ISSUED`, `HANDED_OVER`, `CORRECTED`). `REVEALED`: the caller sees it from now "
             "on, by a transfer, a consent, a file that was sent, a membership: read it whole. "
             "`HIDDEN`: not any more, or as it was.",
      .example = "\"RECORD_RESULTS\"" },
    { "version", MEMBER_INT, MEMBER_NULLABLE,
      .doc = "Its version since; null of what has none, or left the caller.", .example = "4" },
    { "occurred_on", MEMBER_DATE, .doc = "Day of the act." },
    { "recorded_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { "href", MEMBER_TEXT, .doc = "Where it is read.",
      .example = "\"/v1/candidacies/01975f3e-7c4b-7d11-9f2a-3b8c5d6e7f80\"" },
    { .name = NULL },
};
static const struct view change_view = { "Change", "Something that happened.", change_members };

struct filter {
    struct given given;
    uint64_t kind;
};
static const struct field filter_fields[] = {
    { "kind", FIELD_ENUMS, 0, offsetof(struct filter, kind), .words = &change_kind_words,
      .doc = "One or several kinds.", .example = "\"CANDIDACY,CERTIFICATE\"" },
    { .name = NULL },
};
static const struct fields filter = { "ChangeFilter", filter_fields, sizeof(struct filter) };

/* Who may not read a thing is not told of it: what is asked for by the read of each. */
static const struct {
    const char *operation;
} reads[] = {
    [CHANGE_CANDIDACY] = { "getCandidacy" },     [CHANGE_CANDIDATE] = { "getCandidate" },
    [CHANGE_APPOINTMENT] = { "getAppointment" }, [CHANGE_EVIDENCE] = { "getEvidence" },
    [CHANGE_FUNDING] = { "getFunding" },         [CHANGE_NOTIFICATION] = { "listNotifications" },
    [CHANGE_APPEAL] = { "getAppeal" },           [CHANGE_CERTIFICATE] = { "getCertificate" },
    [CHANGE_SESSION] = { "getSession" },         [CHANGE_HABILITATION] = { "getHabilitation" },
    [CHANGE_ORGANISM] = { "getOrganism" },
};
enum { CHANGE_KINDS = sizeof reads / sizeof reads[0] };

static bool is_told(const struct exchange *x, unsigned kind)
{
    const struct operation *read = operation_find(reads[kind].operation);
    return read && access_lets_in(read, &x->principal);
}

static void bind_changes(const struct exchange *x, struct params *params)
{
    const struct filter *query = x->query;
    struct slice kinds = SLICE("");
    for (unsigned kind = 0; kind < CHANGE_KINDS; kind++) {
        if ((query->kind && !(query->kind >> kind & 1)) || !is_told(x, kind))
            continue;
        kinds = arena_print(x->arena, "%.*s%s%s", (int)kinds.size, kinds.at, kinds.size ? "," : "",
                            change_kind_words.codes[kind]);
    }
    params_text(params, "kinds", kinds);
    params_int(params, "kept_days", x->policy->change_days);
}

static const enum reason change_reasons[] = { REASON_CURSOR_EXPIRED, REASON_NONE };

const struct operation change_operations[] = {
    {
        .id = "listChanges",
        .method = METHOD_GET,
        .path = "/v1/changes",
        .tag = "Changes",
        .summary = "List what has changed, oldest first.",
        .description =
            "For whoever keeps a copy of what the caller may see. Each change that the caller may "
            "see comes exactly once and in the same order to everybody, whatever is being written "
            "meanwhile: what a transaction does that is still running, and all behind it, comes "
            "later. One goes on with `after` = `next_cursor`, which every page has; a page that "
            "is not full says by Retry-After when it is worth to ask again, and 304 answers who "
            "shows its ETag while nothing has come. A copy begins with `after=NOW`, then reads "
            "the lists, then goes on from there. A cursor is good for `policy.change_days`; then "
            "one begins again (410).",
        .roles = CHANGE_ROLES,
        .flags = OPERATION_LIST | OPERATION_ENDLESS | OPERATION_PERSONAL,
        .query = &filter,
        .reply = { 200, &SQL_change_list, bind_changes, &change_view },
        .reasons = change_reasons,
    },
    { .id = NULL },
};
