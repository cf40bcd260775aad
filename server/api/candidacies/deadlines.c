/* SPDX-License-Identifier: EUPL-1.2 */
/* The ledger of the five years (S7, T25): what can still expire, when, and what the main route
 * waits for; as a list, counted by month, and as a calendar. */
#include "api/operation.h"
#include "sql.h"

#include "api/candidacies/candidacy_views.h"
#include "api/icalendar.h"
#include "candidacy_command.h"

#define DEADLINE_READERS (ROLES_ORGANISM | ROLE_NETWORK_MANAGER)

static const struct member deadline_members[] = {
    { "id", MEMBER_ID, .doc = "The candidacy." },
    { "reference", MEMBER_TEXT, .doc = "DOS-YYYY-NNNNNN-KK.", .example = "\"DOS-2026-000123-52\"" },
    { "candidate_id", MEMBER_ID, .doc = "Its candidate." },
    { "owner_org_id", MEMBER_ID, .doc = "Organism in charge." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification.", .example = "\"CLEA-SOCLE\"" },
    { "state", MEMBER_ENUM, .words = &candidacy_state_words, .doc = "Where it stands." },
    { "deadline_date", MEMBER_DATE, .doc = "Last day of the five years, included." },
    { "days_left", MEMBER_INT,
      .doc = "0 on that day; negative once it is over and the candidacy is about to expire." },
    { "next_event", MEMBER_ENUM, .words = &candidacy_event_words,
      .doc = "What the main route waits for." },
    { "forecast", MEMBER_ENUM, .words = &deadline_forecast_words, .doc = "How near it is." },
    { .name = NULL },
};
static const struct view deadline_view = { "Deadline", "A candidacy that can still expire.",
                                           deadline_members };

static const struct member month_members[] = {
    { "month", MEMBER_TEXT, .doc = "Month of the deadlines.", .example = "\"2026-03\"" },
    { "candidacy_count", MEMBER_INT, .doc = "Candidacies whose last day is in it." },
    { .name = NULL },
};
static const struct view month_view = { "DeadlineMonth", "What falls due in a month.",
                                        month_members };

struct filter {
    struct given given;
    struct date from, to;
    uint64_t state;
    struct id organism_id, network_id;
    int64_t within_months;
};
#define FILTER(member) offsetof(struct filter, member)
static const struct field filter_fields[] = {
    { "from", FIELD_DATE, 0, FILTER(from), .doc = "Deadline on that day or later." },
    { "to", FIELD_DATE, 0, FILTER(to), .doc = "Deadline on that day or earlier." },
    { "within_months", FIELD_INT, 0, FILTER(within_months), 1, 60,
      .doc = "Deadline in so many months at most, those that are over included.", .example = "6" },
    { "state", FIELD_ENUMS, 0, FILTER(state), .words = &candidacy_state_words,
      .doc = "One or several states.", .example = "\"PARTIAL,IN_TRAINING\"" },
    { "organism_id", FIELD_ID, 0, FILTER(organism_id), .doc = "Of one organism." },
    { "network_id", FIELD_ID, 0, FILTER(network_id),
      .doc = "Of the organisms that are members of a network today." },
    { .name = NULL },
};
static const struct fields filter = { "DeadlineFilter", filter_fields, sizeof(struct filter) };

static void bind_filter(const struct exchange *x, struct params *params)
{
    const struct filter *query = x->query;
    params_date(params, "from_date", query->from);
    params_date(params, "to_date", query->to);
    params_names(params, "states", query->state, candidacy_state_words.codes);
    params_id(params, "organism_id", query->organism_id);
    params_id(params, "network_id", query->network_id);
    params_int_or_null(params, "within_months", query->within_months != 0, query->within_months);
}

static void bind_whole(const struct exchange *x, struct params *params)
{
    params_item(params);
    bind_filter(x, params);
}

/* --- the calendar --- */

static void read_event(struct exchange *x, struct row *row)
{
    if (icalendar_is_full(x->snapshot))
        return;
    struct icalendar_event *event = icalendar_add(x->snapshot, x->arena);
    if (!event) {
        x->has_failed = true;
        return;
    }
    event->uid = row_text(row, "id");
    struct slice reference = row_text(row, "reference");
    event->summary =
        arena_print(x->arena, "%s %.*s", x->is_english ? "Five years of" : "Échéance des cinq ans",
                    (int)reference.size, reference.at);
    event->description =
        vocabulary_label(&candidacy_event_words, row_text(row, "next_event"), x->is_english);
    event->sequence = row_int(row, "version");
    event->starts = row_text(row, "starts");
    event->ends = row_text(row, "ends");
    event->changed = row_text(row, "changed");
    event->is_all_day = true;
}

static const struct load feed_loads[] = {
    { &SQL_deadline_feed, bind_whole, read_event, 0 },
    { .statement = NULL },
};

static void render_feed(struct exchange *x, struct writer *writer)
{
    icalendar_write(x->snapshot, x->is_english ? "Deadlines" : "Échéances", writer->buffer);
}

const struct operation deadline_operations[] = {
    {
        .id = "listDeadlines",
        .method = METHOD_GET,
        .path = "/v1/deadlines",
        .tag = "Deadlines",
        .summary = "List what can still expire, soonest first.",
        .description = "Candidacies that the end of the five years would close, with the days left "
                       "and what the main route waits for. An organism reads its own, a network "
                       "those of its members of today.",
        .roles = DEADLINE_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &filter,
        .reply = { 200, &SQL_deadline_list, bind_filter, &deadline_view },
    },
    {
        .id = "countDeadlines",
        .method = METHOD_GET,
        .path = "/v1/deadlines/months",
        .tag = "Deadlines",
        .summary = "Count them by month.",
        .description = "The forecast of the expiries to come if nothing happens. Another address "
                       "than the list, because it answers with something else than candidacies. "
                       "Months without any are left out.",
        .roles = DEADLINE_READERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED,
        .cost = COST_LIST,
        .query = &filter,
        .reply = { 200, &SQL_deadline_months, bind_whole, &month_view },
    },
    {
        .id = "readDeadlineCalendar",
        .method = METHOD_GET,
        .path = "/v1/deadlines.ics",
        .tag = "Deadlines",
        .summary = "Read them as a calendar.",
        .description =
            "iCalendar (RFC 5545): whole days, soonest first, 2000 at most; when there are more, "
            "the calendar says `X-CLEA-IS-PARTIAL:TRUE`, and `from` asks for later ones. "
            "Candidacies are told by their reference. The key goes into the header Authorization "
            "here too: an address "
            "carries no secret, so a calendar program must be able to send headers.",
        .roles = DEADLINE_READERS,
        .flags = OPERATION_PERSONAL,
        .cost = COST_LIST,
        .query = &filter,
        .loads = feed_loads,
        .snapshot_size = sizeof(struct icalendar),
        .reply = { 200, .render = render_feed, .content_type = ICALENDAR_TYPE },
    },
    { .id = NULL },
};
