/* SPDX-License-Identifier: EUPL-1.2 */
/* What a draft of rectifying minutes may mend, and what it leaves alone (3.4). */
#include "api/commissions/rectification_draft.h"

#include "api/commissions/rectified.h"
#include "api/schedule.h"
#include "id_text.h"
#include "rectification.h"

#include <string.h>

struct mended_juror {
    struct given given;
    struct id member_id;
    struct slice last_name, first_name;
    int presence;
};
#define AT(member) offsetof(struct mended_juror, member)
static const struct field juror_fields[] = {
    { "member_id", FIELD_ID, FIELD_REQUIRED, AT(member_id), .doc = "A juror of the minutes.",
      .example = "\"01900000-0000-7000-8000-000000000003\"" },
    { "last_name", FIELD_TEXT, FIELD_PERSONAL | FIELD_NAME | FIELD_PRINTED, AT(last_name), 1, 60,
      .doc = "The name as it is to read.", .example = "\"Lefèvre\"" },
    { "first_name", FIELD_TEXT, FIELD_PERSONAL | FIELD_NAME | FIELD_PRINTED, AT(first_name), 1, 60,
      .doc = "The first name." },
    { "presence", FIELD_ENUM, 0, AT(presence), .words = &presence_words,
      .doc = "How the juror was there. Whoever voted or signed was there; who was absent stays so "
             "where being there would have been a vote." },
    { "college", FIELD_TEXT, FIELD_READ_ONLY },
    { "is_alternate", FIELD_BOOL, FIELD_READ_ONLY },
    { "is_convened", FIELD_BOOL, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields juror_table = { "RectifiedJuror", juror_fields,
                                           sizeof(struct mended_juror) };

struct mended_file {
    struct given given;
    struct id agenda_item_id;
    struct slice reasons, request_text;
    struct field_list domain_codes;
    struct date answer_by_date;
};
#define AT(member) offsetof(struct mended_file, member)
#define NOT_MENDED(name)                                                                           \
    {                                                                                              \
        name, FIELD_TEXT, FIELD_READ_ONLY                                                          \
    }
/* clang-format off */
static const struct field file_fields[] = {
    { "agenda_item_id", FIELD_ID, FIELD_REQUIRED, AT(agenda_item_id), .doc = "A line of the agenda.",
      .example = "\"01900000-0000-7000-8000-000000000003\"" },
    { "reasons", FIELD_TEXT, FIELD_MULTILINE | FIELD_PERSONAL | FIELD_PRINTED, AT(reasons), 1, 4000,
      .doc = "The wording of the reasons." },
    { "request_text", FIELD_TEXT, FIELD_MULTILINE | FIELD_PERSONAL | FIELD_PRINTED, AT(request_text), 1, 4000,
      .doc = "The wording of what a deferral asks for." },
    { "domain_codes", FIELD_TEXTS, 0, AT(domain_codes), 1, REFERENTIAL_MAX_DOMAINS,
      .doc = "The domains that a refusal names, all of them, as long as the candidate has not gone on from it." },
    { "answer_by_date", FIELD_DATE, 0, AT(answer_by_date),
      .doc = "The day by which a deferral is to be answered." },
    /* What was decided, and by whom. */
    NOT_MENDED("outcome"), NOT_MENDED("decision_id"),
    NOT_MENDED("is_proposal_to_defer"), NOT_MENDED("voter_count"),
    NOT_MENDED("for_count"), NOT_MENDED("against_count"), NOT_MENDED("abstain_count"),
    NOT_MENDED("step_downs"), NOT_MENDED("recusals"), NOT_MENDED("recorded_votes"),
    NOT_MENDED("taken_back"), NOT_MENDED("reversals"), NOT_MENDED("cast_votes"),
    { .name = NULL },
};
#undef AT
static const struct fields file_table = { "RectifiedFile", file_fields,
                                          sizeof(struct mended_file) };

struct draft_body {
    struct given given;
    struct slice reason, place;
    int64_t starts_at;
    int modality;
    struct field_list jurors, files;
};
#define AT(member) offsetof(struct draft_body, member)
static const struct field draft_fields[] = {
    { "reason", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL | FIELD_PRINTED, AT(reason), 1, 2000,
      .doc = "Why the minutes are rectified.", .example = "\"Le nom d’un juré était mal écrit.\"" },
    { "place", FIELD_TEXT, FIELD_PRINTED, AT(place), 1, 200, .doc = "Where the session was held." },
    { "starts_at", FIELD_INSTANT, 0, AT(starts_at),
      .doc = "When it began: on its day, which stays." },
    { "modality", FIELD_ENUM, 0, AT(modality), .words = &modality_words,
      .doc = "On site, remote or mixed." },
    { "jurors", FIELD_OBJECTS, 0, AT(jurors), 0, SESSION_MAX_JURORS, .of = &juror_table,
      .doc = "Names and presence of jurors, one line each." },
    { "files", FIELD_OBJECTS, 0, AT(files), 0, SESSION_MAX_ITEMS, .of = &file_table,
      .doc = "Wording of files, and what it names, one line each." },
    NOT_MENDED("held_on"), NOT_MENDED("min_per_college"), NOT_MENDED("chair_member_id"),
    NOT_MENDED("vice_chair_member_id"), NOT_MENDED("closed_on"), NOT_MENDED("replaces"),
    NOT_MENDED("opened_at"), NOT_MENDED("closed_at"), NOT_MENDED("departures"),
    { .name = NULL },
};
/* clang-format on */
#undef AT
#undef NOT_MENDED
const struct fields rectification_table = { "NewRectification", draft_fields,
                                            sizeof(struct draft_body) };

/* --- judging it --- */

/* Whether line i of a list names something of the session that no line before it names. */
static bool check_line(struct exchange *x, const char *list, size_t i, const char *name, int found,
                       bool *is_named)
{
    const enum reason reason = found < 0         ? REASON_REFERENCE_UNKNOWN
                               : is_named[found] ? REASON_DUPLICATE_ITEM
                                                 : REASON_NONE;
    if (reason != REASON_NONE)
        exchange_violate(x, arena_print(x->arena, "/%s/%zu/%s", list, i, name).at, reason);
    else
        is_named[found] = true;
    return reason == REASON_NONE;
}

/* The minutes list whoever was convened or came. */
static bool is_listed(struct slice listed, struct id member_id)
{
    char text[ID_TEXT_SIZE];
    id_print(member_id, text);
    return memmem(listed.at, listed.size, text, strlen(text)) != NULL;
}

static void check_jurors(struct exchange *x, const struct session_snapshot *now,
                         struct slice listed, const struct field_list *list)
{
    const struct mended_juror *jurors = list->items;
    bool *is_named = exchange_alloc(x, (size_t)now->session.juror_count + 1);
    for (size_t i = 0; is_named && i < list->count; i++) {
        const int juror = session_find_juror(&now->session, jurors[i].member_id);
        const int recorded = is_listed(listed, jurors[i].member_id) ? juror : -1;
        if (!check_line(x, "jurors", i, "member_id", recorded, is_named) ||
            !field_is_given(&juror_table, &jurors[i], "presence"))
            continue;
        if (!rectification_keeps_voters(&now->session, juror, (enum presence)jurors[i].presence))
            exchange_violate(x, arena_print(x->arena, "/jurors/%zu/presence", i).at,
                             REASON_RECTIFICATION_CHANGES_VOTERS);
    }
}

static const char *pointer_to(struct exchange *x, size_t file, const char *member)
{
    return arena_print(x->arena, "/files/%zu/%s", file, member).at;
}

/* What only one outcome has. */
static void check_outcome(struct exchange *x, enum verdict verdict, const struct mended_file *file,
                          size_t i)
{
    const struct {
        const char *member;
        enum verdict verdict;
    } members[] = {
        { "request_text", VERDICT_DEFERRED },
        { "answer_by_date", VERDICT_DEFERRED },
        { "domain_codes", VERDICT_REFUSED },
    };
    for (size_t m = 0; m < sizeof members / sizeof members[0]; m++)
        if (verdict != members[m].verdict && field_is_given(&file_table, file, members[m].member))
            exchange_violate(x, pointer_to(x, i, members[m].member), REASON_FIELD_NOT_APPLICABLE);
}

/* As a set: in another order it is the same. */
static uint32_t read_domains(struct exchange *x, const struct referential *referential,
                             const struct mended_file *file, size_t i)
{
    const struct slice *codes = file->domain_codes.items;
    uint32_t domains = 0;
    for (size_t d = 0; d < file->domain_codes.count; d++) {
        const int found =
            referential ? referential_find_domain(referential, codes[d].at, codes[d].size) : -1;
        if (found < 0)
            exchange_violate(x, arena_print(x->arena, "/files/%zu/domain_codes/%zu", i, d).at,
                             REASON_REFERENCE_UNKNOWN);
        else
            domains |= UINT32_C(1) << found;
    }
    return domains;
}

static void check_file(struct exchange *x, struct session_snapshot *now, int item,
                       const struct mended_file *file, size_t i)
{
    const struct candidacy_snapshot *snapshot =
        candidacy_set_find(&now->set, now->items[item].candidacy_id);
    const struct candidacy *candidacy = snapshot ? &snapshot->candidacy : NULL;
    check_outcome(x, now->items[item].verdict, file, i);
    if (now->items[item].verdict == VERDICT_DEFERRED && date_is_set(file->answer_by_date))
        session_check_answer_by(x, pointer_to(x, i, "answer_by_date"), file->answer_by_date,
                                now->session.held_on,
                                candidacy ? candidacy->deadline : (struct date){ 0 });
    if (now->items[item].verdict != VERDICT_REFUSED || file->domain_codes.count == 0)
        return;
    const uint32_t domains = read_domains(x, candidacy ? candidacy->referential : NULL, file, i);
    if (!candidacy || domains == rectification_domains(now, item, snapshot))
        return;
    const struct candidacy_command *command =
        rectification_command(x, now, item, &(struct rectified){ .domains = domains });
    struct decision *decision = exchange_alloc(x, sizeof *decision);
    if (!command || !decision || x->violations.count)
        return;
    const struct outcome outcome = candidacy_decide(candidacy, command, x->policy, decision);
    if (outcome_has(&outcome, REASON_DECISION_BUILT_UPON))
        exchange_refuse(x, REASON_DECISION_BUILT_UPON,
                        arena_print(x->arena, "{\"pointer\":\"/files/%zu/domain_codes\"}", i));
}

/* Nobody words a file that they may not judge; the secretary judges none. */
static void check_author(struct exchange *x, const struct session_snapshot *now, int item)
{
    const struct agenda_item *file = &now->items[item];
    const uint64_t barred = now->callers & (session_barred(&now->session, file) | file->recusals);
    struct outcome outcome = { 0 };
    if (barred == 0)
        return;
    outcome_add(&outcome, REASON_JUROR_NOT_INDEPENDENT,
                &(struct reason_detail){ .jurors = barred, .id = file->id });
    session_refuse(x, now, &outcome, NULL);
}

static void check_files(struct exchange *x, struct session_snapshot *now,
                        const struct field_list *list)
{
    const struct mended_file *files = list->items;
    bool *is_named = exchange_alloc(x, (size_t)now->session.item_count + 1);
    for (size_t i = 0; is_named && i < list->count; i++) {
        const int item = session_find_item(&now->session, files[i].agenda_item_id);
        if (!check_line(x, "files", i, "agenda_item_id", item, is_named))
            continue;
        check_file(x, now, item, &files[i], i);
        check_author(x, now, item);
    }
}

void rectification_check(struct exchange *x, struct session_snapshot *now, struct slice listed)
{
    const struct draft_body *body = x->body;
    const struct date day = schedule_start_day(body->starts_at, now->time_zone);
    if (body->starts_at && date_compare(day, now->session.held_on) != 0)
        schedule_differs(x, "/starts_at", day, now->time_zone);
    check_jurors(x, now, listed, &body->jurors);
    check_files(x, now, &body->files);
}
