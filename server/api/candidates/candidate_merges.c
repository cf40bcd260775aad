/* SPDX-License-Identifier: EUPL-1.2 */
/* Merges of candidates (fusions): two records turn out to be one person, and one of them goes on
 * (A37). The other stays as a sign to it. */
#include "api/candidacies/candidacy_snapshot.h"
#include "api/candidates/candidate_views.h"
#include "api/candidates/identity_standing.h"
#include "api/facts.h"
#include "api/operation.h"
#include "api/refusals.h"
#include "sql.h"

#include <string.h>

struct merge_body {
    struct given given;
    struct id duplicate_id;
    struct slice reason;
};

static const struct field merge_fields[] = {
    { "duplicate_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct merge_body, duplicate_id),
      .doc = "The record that ends: its candidacies and certificates go to the one of the path.",
      .example = "\"01980000-0000-7000-8000-000000000002\"" },
    { "reason", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct merge_body, reason), 1, 2000,
      .doc = "Why; read again at GET …/merges of the record that goes on.",
      .example = "\"Même personne, saisie deux fois.\"" },
    { .name = NULL },
};
static const struct fields merge_body = { "CandidateMerge", merge_fields,
                                          sizeof(struct merge_body) };

struct record {
    struct id id, survivor_id; /* the one into which it was merged; unset = none */
    int64_t version;
    struct slice status;
};

/* Two candidacies of one certification that one candidate may not have both. */
struct conflict {
    struct slice referential_code;
    struct id kept_id, moved_id;
    bool is_certified;
};

/* Two planned appointments that would be one, or of which one organism may have one. */
struct twins {
    struct id kept_id, moved_id;
};

struct merge_snapshot {
    struct record survivor, duplicate;
    struct conflict *conflicts;
    struct twins *twins;
    unsigned conflict_count, twin_count;
    const char *const *apart; /* members that tell the two apart */
    size_t apart_count;
    bool is_by_asker; /* whoever merges has made one of them alike */
    struct identity_standing standing;
};

static void read_record(struct row *row, struct record *ret_record)
{
    ret_record->id = row_id(row, "id");
    ret_record->version = row_int(row, "version");
    ret_record->status = row_text(row, "status");
    ret_record->survivor_id = row_id(row, "merged_into_id");
}

static void read_survivor(struct exchange *x, struct row *row)
{
    struct record *survivor = &((struct merge_snapshot *)x->snapshot)->survivor;
    read_record(row, survivor);
    x->version = survivor->version;
}

static void bind_duplicate(const struct exchange *x, struct params *params)
{
    const struct merge_body *body = x->body;
    params_item(params);
    params_id(params, "id", body->duplicate_id);
    params_null(params, "reference");
}

static void read_duplicate(struct exchange *x, struct row *row)
{
    read_record(row, &((struct merge_snapshot *)x->snapshot)->duplicate);
}

static void bind_conflicts(const struct exchange *x, struct params *params)
{
    const struct merge_body *body = x->body;
    exchange_bind_path(x, params);
    params_id(params, "duplicate_id", body->duplicate_id);
}

static void read_conflict(struct exchange *x, struct row *row)
{
    struct merge_snapshot *known = x->snapshot;
    struct conflict *conflict =
        exchange_more(x, &known->conflicts, known->conflict_count, sizeof *conflict);
    if (!conflict)
        return;
    known->conflict_count++;
    conflict->referential_code = row_text(row, "referential_code");
    conflict->kept_id = row_id(row, "kept_id");
    conflict->moved_id = row_id(row, "moved_id");
    conflict->is_certified = row_bool(row, "is_certified");
}

static void read_twins(struct exchange *x, struct row *row)
{
    struct merge_snapshot *known = x->snapshot;
    struct twins *twins = exchange_more(x, &known->twins, known->twin_count, sizeof *twins);
    if (!twins)
        return;
    known->twin_count++;
    twins->kept_id = row_id(row, "kept_id");
    twins->moved_id = row_id(row, "moved_id");
}

static void bind_apart(const struct exchange *x, struct params *params)
{
    bind_conflicts(x, params);
    identity_bind_asker(x, params);
}

static void read_apart(struct exchange *x, struct row *row)
{
    struct merge_snapshot *known = x->snapshot;
    known->apart = facts_read_names(x, row, "apart", &known->apart_count);
    known->is_by_asker = row_bool(row, "is_by_asker");
    known->standing = (struct identity_standing){ row_id(row, "id"), row_id(row, "statement_id"),
                                                  row_bool(row, "is_asker") };
}

static const struct load merge_loads[] = {
    { &SQL_candidate_record, NULL, read_survivor, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_candidate_record, bind_duplicate, read_duplicate, 0 },
    { &SQL_candidate_merge_conflicts, bind_conflicts, read_conflict, 0 },
    { &SQL_candidate_merge_twins, bind_conflicts, read_twins, 0 },
    { &SQL_candidate_merge_apart, bind_apart, read_apart, 0 },
    { .statement = NULL },
};

static void refuse_ended(struct exchange *x, const struct record *record)
{
    if (!slice_is(record->status, "ACTIVE"))
        refuse_inactive(x, NULL, record->id, record->status, record->survivor_id);
}

/* Whoever merges moves no candidacy: one of the two ends first. */
static void refuse_conflict(struct exchange *x, const struct conflict *conflict)
{
    const unsigned before = x->refusal_count;
    char kept[ID_TEXT_SIZE], moved[ID_TEXT_SIZE];
    id_print(conflict->kept_id, kept);
    id_print(conflict->moved_id, moved);
    exchange_refuse(
        x, conflict->is_certified ? REASON_ALREADY_CERTIFIED : REASON_CANDIDACY_ALREADY_OPEN,
        arena_print(x->arena, "{\"referential_code\":\"%.*s\",\"candidacy_ids\":[\"%s\",\"%s\"]}",
                    (int)conflict->referential_code.size, conflict->referential_code.at, kept,
                    moved));
    if (x->refusal_count == before)
        return;
    if (conflict->is_certified) {
        exchange_say(x,
                     "Chacune des deux fiches a un certificat valable de cette certification. "
                     "Faites annuler l’un des deux, puis réunissez-les.",
                     "Each of the two records has a valid certificate of this certification. Have "
                     "one of them annulled, then merge them.");
        exchange_resolve(x, "GET", exchange_address(x, "/v1/candidacies/", conflict->moved_id));
        return;
    }
    exchange_say(x,
                 "Chacune des deux fiches a une candidature en cours pour cette certification. "
                 "Annulez l’une d’elles comme doublon, puis réunissez-les.",
                 "Each of the two records has an open candidacy for this certification. Cancel one "
                 "of them as a duplicate, then merge them.");
    exchange_resolve(x, "POST", arena_print(x->arena, "/v1/candidacies/%s/events", moved));
    x->refusals[before].resolve_event = "CANCEL";
}

/* Only whoever receives knows which of the two holds: it is cancelled, or moved, before. */
static void refuse_twins(struct exchange *x, const struct twins *twins)
{
    char kept[ID_TEXT_SIZE], moved[ID_TEXT_SIZE];
    id_print(twins->kept_id, kept);
    id_print(twins->moved_id, moved);
    exchange_refuse(x, REASON_APPOINTMENT_ALREADY_PLANNED,
                    arena_print(x->arena, "{\"id\":\"%s\",\"appointment_ids\":[\"%s\",\"%s\"]}",
                                kept, kept, moved));
    exchange_resolve(x, "GET", exchange_address(x, "/v1/appointments/", twins->moved_id));
}

enum { HOLD_APPOINTMENTS, MERGE_RECORD, MERGE_WRITES };
static const struct write merge_writes[MERGE_WRITES];

static void decide_merge(struct exchange *x)
{
    const struct merge_snapshot *known = x->snapshot;
    const struct record *survivor = &known->survivor, *duplicate = &known->duplicate;
    if (!id_is_set(duplicate->id)) {
        exchange_violate(x, "/duplicate_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    if (memcmp(&survivor->id, &duplicate->id, sizeof survivor->id) == 0) {
        exchange_violate(x, "/duplicate_id", REASON_SAME_RECORD);
        return;
    }
    refuse_ended(x, survivor);
    refuse_ended(x, duplicate);
    for (unsigned i = 0; i < known->conflict_count; i++)
        refuse_conflict(x, &known->conflicts[i]);
    for (unsigned i = 0; i < known->twin_count; i++)
        refuse_twins(x, &known->twins[i]);
    /* Nobody alone makes one of two who are not alike, nor makes them alike before. */
    if (known->apart_count > 0 || known->is_by_asker)
        identity_refuse_unstated(x, &known->standing, known->apart, known->apart_count);
    x->result_id = x->root_id = survivor->id;
    /* Nobody plans for either of them meanwhile. */
    facts_lock(x, &merge_writes[HOLD_APPOINTMENTS], survivor->id);
    facts_lock(x, &merge_writes[HOLD_APPOINTMENTS], duplicate->id);
    /* In the order of the ids, so that two merges of the same records wait instead of crossing. */
    bool is_survivor_first = memcmp(&survivor->id, &duplicate->id, sizeof survivor->id) < 0;
    exchange_effect(x, &merge_writes[MERGE_RECORD], 0, is_survivor_first ? survivor : duplicate);
    exchange_effect(x, &merge_writes[MERGE_RECORD], 1, is_survivor_first ? duplicate : survivor);
}

static void bind_record(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct merge_snapshot *known = x->snapshot;
    const struct record *record = effect->item;
    params_id(params, "id", record->id);
    params_int(params, "version", record->version);
    const struct merge_body *body = x->body;
    const bool ends = record == &known->duplicate;
    const struct id nobody = { { 0 } };
    params_id(params, "merged_into_id", ends ? known->survivor.id : nobody);
    params_text(params, "reason", ends ? body->reason : SLICE_UNSET);
    params_date(params, "merged_on", ends ? x->today : (struct date){ 0 });
    params_id(params, "merged_by", ends ? x->principal.person_id : nobody);
}

static const struct write merge_writes[MERGE_WRITES] = {
    [HOLD_APPOINTMENTS] = FACTS_WRITE,
    [MERGE_RECORD] = { &SQL_candidate_merge, bind_record, WRITE_EXACT },
};

static const struct load list_loads[] = {
    { &SQL_candidate_record, NULL, read_survivor, LOAD_REQUIRED },
    { .statement = NULL },
};

static const struct member merged_members[] = {
    { "candidate_id", MEMBER_ID, .doc = "The record that ended." },
    { "reference", MEMBER_TEXT, .doc = "CAN-YYYY-NNNNNN-KK." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Why it was merged; null of those from before it was asked." },
    { "merged_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day on which it was; null likewise." },
    { "merged_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who merged it; null for a system." },
    { .name = NULL },
};
static const struct view merged_view = { "MergedCandidate",
                                         "A record that was merged into a candidate.",
                                         merged_members };

static const enum reason merge_reasons[] = { REASON_CANDIDATE_NOT_ACTIVE,
                                             REASON_CANDIDACY_ALREADY_OPEN,
                                             REASON_ALREADY_CERTIFIED,
                                             REASON_APPOINTMENT_ALREADY_PLANNED,
                                             REASON_IDENTITY_UNCONFIRMED,
                                             REASON_CONFIRMER_IS_ASKER,
                                             REASON_NONE };

const struct operation candidate_merge_operations[] = {
    {
        .id = "mergeCandidates",
        .method = METHOD_POST,
        .path = "/v1/candidates/{candidate_id}/merges",
        .tag = "Candidates",
        .summary = "Merge a duplicate into a candidate.",
        .description =
            "Candidacies, certificates and keys of the duplicate become those of the candidate, "
            "whose identity stays as it is; the duplicate's identifier and reference answer 308 "
            "from then on. It is not taken back. What both have, and one person may not have "
            "twice, is refused by name: candidacies, certificates, planned appointments of one "
            "organism. Of two whose identities contradict each other, or of which whoever merges "
            "has corrected the identity, another person of the certifier first states that they "
            "are one (`identity-statements` with `other_id`). If-Match is the version of the "
            "candidate that goes on. Answers with the candidate.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED |
                 OPERATION_REFERENCE | OPERATION_IF_MATCH,
        .body = &merge_body,
        .loads = merge_loads,
        .snapshot_size = sizeof(struct merge_snapshot),
        .decide = decide_merge,
        .writes = { WRITES(merge_writes) },
        .reply = { 200, &SQL_candidate_view, exchange_bind_result_row, &candidate_view },
        .reasons = merge_reasons,
    },
    {
        .id = "listCandidateMerges",
        .method = METHOD_GET,
        .path = "/v1/candidates/{candidate_id}/merges",
        .tag = "Candidates",
        .summary = "List the records that were merged into a candidate, and why.",
        .description = "Those too that came with a record that was merged later; in the order in "
                       "which they were recorded.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = list_loads,
        .snapshot_size = sizeof(struct merge_snapshot),
        .reply = { 200, &SQL_candidate_merge_list, exchange_bind_path, &merged_view },
    },
    { .id = NULL },
};
