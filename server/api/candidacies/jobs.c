/* SPDX-License-Identifier: EUPL-1.2 */
/* The expiry sweep (T25, decisions 16 and 34): the database names what is past its time, the rules
 * decide each of them again, and the moves are written like any others. Running it twice changes
 * nothing: what was moved is not due any more, and of two runs at the same moment one finds the
 * versions moved and looks again. */
#include "api/candidacies/jobs.h"

#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_events.h"
#include "policy.h"
#include "sql.h"

#include <stdio.h>

/* A request that nobody answered: for a link, or to annul a certificate. */
struct overdue_request {
    struct id id;
    int64_t version;
};
struct overdue_requests {
    struct overdue_request *items; /* in the arena */
    size_t count;
};

struct expiry_snapshot {
    struct candidacy_set set; /* first */
    int64_t expired_count, abandoned_count;
    struct overdue_requests links, annulments;
    int64_t silence_count; /* requests and offers of a transfer that nobody answered */
};
BEGINS_WITH_SET(expiry_snapshot);

void expiry_print_limits(const struct policy *policy, int most, char ret_text[EXPIRY_LIMITS_SIZE])
{
    snprintf(ret_text, EXPIRY_LIMITS_SIZE, "{%d,%d,%d,%d}", most, policy->contact_days,
             policy->idle_months, policy->entry_grace_days);
}

static void bind_due(const struct exchange *x, struct params *params)
{
    char limits[EXPIRY_LIMITS_SIZE];
    expiry_print_limits(x->policy, EXPIRY_MOVES, limits);
    candidacy_bind_named(params, BY_TIME, (struct id){ { 0 } }, slice_of(limits));
}

static void bind_overdue(const struct exchange *x, struct params *params)
{
    (void)x;
    params_item(params);
    params_int(params, "row_limit", EXPIRY_MOVES);
}

static void read_overdue(struct exchange *x, struct row *row, struct overdue_requests *due)
{
    struct overdue_request *added = exchange_more(x, &due->items, due->count, sizeof *added);
    if (!added)
        return;
    added->id = row_id(row, "id");
    added->version = row_int(row, "version");
    due->count++;
}

static void read_link(struct exchange *x, struct row *row)
{
    read_overdue(x, row, &((struct expiry_snapshot *)x->snapshot)->links);
}

static void read_annulment(struct exchange *x, struct row *row)
{
    read_overdue(x, row, &((struct expiry_snapshot *)x->snapshot)->annulments);
}

static void bind_silence(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_int(params, "days", x->policy->consent_days);
}

static void read_silence(struct exchange *x, struct row *row)
{
    ((struct expiry_snapshot *)x->snapshot)->silence_count = row_int(row, "due_count");
}

static const struct load expiry_loads[] = {
    CANDIDACY_LOADS(bind_due, 0),
    { &SQL_link_requests_due, bind_overdue, read_link, 0 },
    { &SQL_annulment_requests_due, bind_overdue, read_annulment, 0 },
    { &SQL_transfer_request_due, bind_silence, read_silence, 0 },
    { .statement = NULL },
};

/* Why, in the history. */
static struct slice reason_of(const struct candidacy *now, enum candidacy_event event)
{
    const enum act_reason_word why = event == EVENT_EXPIRE             ? ACT_FOR_FIVE_YEARS
                                     : now->state == CANDIDACY_CONTACT ? ACT_FOR_NO_INFORMATION
                                                                       : ACT_FOR_NO_ACTIVITY;
    return slice_of(act_reason_words.codes[why]);
}

static enum candidacy_event event_of(const struct candidacy *now)
{
    switch (now->state) {
    case CANDIDACY_CONTACT:
    case CANDIDACY_INFORMED:
    case CANDIDACY_PRIOR_IN_PROGRESS:
        return EVENT_ABANDON;
    default:
        return EVENT_EXPIRE;
    }
}

/* What the rules would not have is left alone: the search is only a search. */
static bool is_due(const struct exchange *x, const struct candidacy *now,
                   const struct candidacy_command *command)
{
    struct decision decision;
    struct outcome outcome = candidacy_decide(now, command, x->policy, &decision);
    return outcome_is_accepted(&outcome);
}

static bool move(struct exchange *x, struct expiry_snapshot *due,
                 const struct candidacy_snapshot *snapshot)
{
    const struct candidacy *now = &snapshot->candidacy;
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return false;
    *facts = candidacy_set_facts(&due->set, snapshot);
    *command = (struct candidacy_command){
        .event = event_of(now),
        .actors = ACTOR_SYSTEM,
        .facts = facts,
    };
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, command);
    command->occurred_on = command->today;
    if (!is_due(x, now, command))
        return false;
    struct candidacy_move *moved =
        candidacy_move(x, &due->set, snapshot, command, NULL, (struct id){ { 0 } });
    if (moved)
        moved->reason = reason_of(now, command->event);
    return moved != NULL;
}

enum { LAPSE_REQUEST, LAPSE_WRITES };
static const struct write lapse_writes[LAPSE_WRITES];

static void bind_silences(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    (void)effect;
    params_int(params, "days", x->policy->consent_days);
}

static void bind_lapse(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct overdue_request *request = effect->item;
    params_id(params, "id", request->id);
    params_int(params, "version", request->version);
    params_date(params, "settled_on", x->today);
}

/* Before everything else: one run at a time. The others are refused (JOB_RUNNING) and do not wait,
 * or each of them would judge and write again what the one before has moved already. */
enum { TAKE_JOB, JOB_WRITES };
static const struct write job_writes[JOB_WRITES];

static void bind_job(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)x, (void)effect;
    params_text(params, "name", SLICE("expiry"));
}

static const struct write job_writes[JOB_WRITES] = {
    [TAKE_JOB] = { &SQL_job_take, bind_job, WRITE_FIRST },
};

/* Behind the candidacies, which are locked before what hangs on them. */
enum { LAPSE_REQUESTS, LAPSE_ANNULMENT, SILENCE_WRITES };
static const struct write silence_writes[SILENCE_WRITES] = {
    [LAPSE_REQUESTS] = { &SQL_transfer_request_lapse, bind_silences, 0 },
    [LAPSE_ANNULMENT] = { &SQL_annulment_request_lapse, bind_lapse, WRITE_EXACT },
};

static void decide_expiry(struct exchange *x)
{
    struct expiry_snapshot *due = x->snapshot;
    for (size_t i = 0; i < due->links.count; i++)
        exchange_effect(x, &lapse_writes[LAPSE_REQUEST], 0, &due->links.items[i]);
    for (size_t i = 0; i < due->annulments.count; i++)
        exchange_effect(x, &silence_writes[LAPSE_ANNULMENT], 0, &due->annulments.items[i]);
    if (due->silence_count > 0)
        exchange_effect(x, &silence_writes[LAPSE_REQUESTS], 0, NULL);
    for (unsigned i = 0; i < due->set.count; i++) {
        const struct candidacy_snapshot *snapshot = due->set.items[i];
        if (!move(x, due, snapshot))
            continue;
        if (event_of(&snapshot->candidacy) == EVENT_EXPIRE)
            due->expired_count++;
        else
            due->abandoned_count++;
    }
    if (x->effect_count > 0) /* who finds nothing to move is in nobody's way */
        exchange_effect(x, &job_writes[TAKE_JOB], 0, NULL);
}

static const struct write lapse_writes[LAPSE_WRITES] = {
    [LAPSE_REQUEST] = { &SQL_link_request_lapse, bind_lapse, WRITE_EXACT },
};

static int64_t lapsed(const struct expiry_snapshot *due)
{
    return (int64_t)(due->links.count + due->annulments.count) + due->silence_count;
}

int64_t expiry_moved(const struct exchange *x)
{
    const struct expiry_snapshot *due = x->snapshot;
    return due ? due->expired_count + due->abandoned_count + lapsed(due) : 0;
}

static void render_expiry(struct exchange *x, struct writer *writer)
{
    const struct expiry_snapshot *due = x->snapshot;
    writer_open(writer, '{');
    writer_key(writer, "on_date");
    writer_date(writer, x->today);
    writer_key(writer, "expired_count");
    writer_int(writer, due->expired_count);
    writer_key(writer, "abandoned_count");
    writer_int(writer, due->abandoned_count);
    writer_key(writer, "lapsed_count");
    writer_int(writer, lapsed(due));
    writer_key(writer, "has_more");
    writer_bool(writer, due->set.count == EXPIRY_MOVES || due->links.count == EXPIRY_MOVES ||
                            due->annulments.count == EXPIRY_MOVES);
    writer_close(writer, '}');
}

static const struct member expiry_members[] = {
    { "on_date", MEMBER_DATE, .doc = "The day on which time limits were judged." },
    { "expired_count", MEMBER_INT, .doc = "Candidacies whose five years were over." },
    { "abandoned_count", MEMBER_INT,
      .doc = "Contacts without information, and candidacies without act for too long." },
    { "lapsed_count", MEMBER_INT,
      .doc = "Requests for a link, requests and offers of a transfer, and requests to annul a "
             "certificate, that nobody answered in time." },
    { "has_more", MEMBER_BOOL, .doc = "The run was full: another one may find more." },
    { .name = NULL },
};
static const struct view expiry_view = { "ExpiryRun", "What a run of the sweep has moved.",
                                         expiry_members };

static const enum reason expiry_reasons[] = { REASON_JOB_RUNNING, REASON_NONE };

const struct operation job_operations[] = {
    {
        .id = "runExpiry",
        .method = METHOD_POST,
        .path = "/v1/jobs/expiry/runs",
        .tag = "Jobs",
        .summary = "Close what is past its time.",
        .description =
            "Candidacies whose deadline was yesterday or before expire; contacts never "
            "followed by an information, and candidacies without act before the end of the "
            "prior evaluation, are noted as abandoned; requests for a link, requests and offers of "
            "a "
            "transfer, and requests to annul a certificate, that nobody answered in time lapse. It "
            "runs by itself; on demand for a test or after a maintenance. Running it twice changes "
            "nothing; while it runs nobody else runs it.",
        .roles = ROLE_ADMINISTRATOR | ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND,
        .loads = expiry_loads,
        .snapshot_size = sizeof(struct expiry_snapshot),
        .decide = decide_expiry,
        .writes = { WRITES(job_writes), WRITES(lapse_writes), WRITES(candidacy_writes),
                    WRITES(silence_writes) },
        .reply = { 200, .render = render_expiry, .view = &expiry_view },
        .reasons = expiry_reasons,
    },
    { .id = NULL },
};
const struct operation *const expiry_operation = &job_operations[0];
