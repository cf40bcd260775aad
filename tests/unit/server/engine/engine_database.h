/* SPDX-License-Identifier: EUPL-1.2 */
/* The database that the tests of the engine play: things, their versions, and what was stored of a
 * key. */
#ifndef ENGINE_DATABASE_H
#define ENGINE_DATABASE_H

static PGresult *rows_named(const char *const *names)
{
    PGresAttDesc attributes[16] = { { .name = NULL } };
    int count = 0;
    for (; names[count]; count++)
        attributes[count].name = (char *)(uintptr_t)names[count];
    PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    PQsetResultAttrs(result, count, attributes);
    return result;
}

static void set_row(PGresult *result, int row, const char *const *cells)
{
    for (int i = 0; i < PQnfields(result); i++)
        PQsetvalue(result, row, i, (char *)(uintptr_t)cells[i],
                   cells[i] ? (int)strlen(cells[i]) : -1);
}

/* The n-th element of an array literal as the binders of this test write it: no quotes, no commas.
 */
static void element(const struct params *params, unsigned column, unsigned item, char ret_text[64])
{
    const char *at = params->literals[column] + 1;
    for (unsigned i = 0; i < item; i++)
        at = strchr(at, ',') + 1;
    size_t size = strcspn(at, ",}");
    snprintf(ret_text, 64, "%.*s", (int)size, at);
}

static const char holder_id[] = "0193ab00-1122-7333-8444-55667788990f";

static int find_thing(const char *text)
{
    struct id id;
    assert_true(id_parse(slice_of(text), &id));
    for (int i = 0; i < CALLS_MAX; i++) {
        if (id_equals(things[i].id, id))
            return i;
    }
    return -1;
}

static const char *replay_of; /* the body that the key has, NULL = none */
static bool replay_is_fresh;  /* it was told a moment ago */
static char stored_fingerprint[65];
static bool twin_holds_key;
static const char *refused_constraint; /* of the update of refused_thing */
static int refused_thing = -1;

static const char *tenants_of_things; /* whose they say they are, NULL = they say nothing */

static PGresult *things_seen(const struct execution *execution)
{
    PGresult *result = rows_named((const char *const[]){
        "item", "id", "version", tenants_of_things ? "tenants" : NULL, NULL });
    for (unsigned item = 0; item < execution->params.item_count; item++) {
        char id[64], number[24], version[24];
        element(&execution->params, 0, item, id);
        if (find_thing(id) < 0)
            continue;
        snprintf(number, sizeof number, "%u", item + 1);
        snprintf(version, sizeof version, "%lld", (long long)things[find_thing(id)].version);
        set_row(result, PQntuples(result),
                (const char *const[]){ number, id, version, tenants_of_things });
    }
    return result;
}

static PGresult *answer(const struct execution *execution)
{
    const struct statement *statement = execution->statement;
    PGresult *result;
    if (statement == &thing_load || statement == &thing_view)
        return things_seen(execution);
    if (statement == &SQL_idempotency_lock) {
        result = rows_named((const char *const[]){ "item", "is_ours", "is_stored", NULL });
        set_row(result, 0, (const char *const[]){ "1", twin_holds_key ? "f" : "t", "f" });
        return result;
    }
    if (statement == &SQL_principal_find) {
        result = rows_named((const char *const[]){
            "item", "credential", "credential_id", "person_id", "human_id", "function_id", "scope",
            "scope_id", "roles", "permissions", "allowed_from", "time_zone", "is_held", "life_ms",
            "refusal", NULL });
        for (unsigned item = 0; item < execution->params.item_count; item++) {
            char number[24];
            snprintf(number, sizeof number, "%u", item + 1);
            set_row(result, (int)item,
                    (const char *const[]){ number, "KEY", holder_id, holder_id, holder_id, NULL,
                                           "ORGANISM", holder_id, "{COUNSELLOR}", "{READ,WRITE}",
                                           NULL, "Pacific/Noumea", "t", NULL, NULL });
        }
        return result;
    }
    if (statement != &SQL_idempotency_find || !replay_of)
        return PQmakeEmptyPGresult(NULL, PGRES_COMMAND_OK);
    result = rows_named((const char *const[]){ "item", "fingerprint", "status", "etag", "location",
                                               "body", "is_fresh", NULL });
    set_row(result, 0,
            (const char *const[]){ "1", stored_fingerprint, "201", "\"1.b\"", NULL, replay_of,
                                   replay_is_fresh ? "t" : "f" });
    return result;
}

/* False when the database refuses the update. */
static bool update(struct segment *segment, unsigned at)
{
    const struct params *params = &segment->executions[at].params;
    for (unsigned item = 0; item < params->item_count; item++) {
        char id[64], version[64];
        element(params, 0, item, id);
        element(params, 1, item, version);
        int thing = find_thing(id);
        if (thing == refused_thing) {
            segment->error = (struct segment_error){ .execution = at, .sqlstate = "23514" };
            snprintf(segment->error.constraint, sizeof segment->error.constraint, "%s",
                     refused_constraint);
            return false;
        }
        touched[at] += things[thing].version == strtoll(version, NULL, 10);
    }
    return true;
}

/* Every parameter of what was not sent yet is whole. */
static bool is_sendable(struct segment *segment)
{
    bool is_whole = !segment->has_no_memory;
    for (unsigned at = 0; at < segment->count && is_whole; at++) {
        if (!segment->executions[at].result)
            is_whole = params_finish(&segment->executions[at].params);
    }
    return is_whole;
}

/* Answers what is not answered yet; false when one of the statements is refused. */
static bool serve(struct segment *segment)
{
    for (unsigned at = 0; at < segment->count; at++) {
        struct execution *execution = &segment->executions[at];
        if (execution->result)
            continue;
        touched[at] = 0;
        if (execution->statement == &thing_update && !update(segment, at))
            return false;
        execution->result = answer(execution);
    }
    return true;
}

/* What the transaction did becomes visible to the loads that follow. */
static void apply(const struct segment *segment)
{
    for (unsigned at = 0; at < segment->count; at++) {
        const struct execution *execution = &segment->executions[at];
        for (unsigned item = 0;
             execution->statement == &thing_update && item < execution->params.item_count; item++) {
            char id[64];
            element(&execution->params, 0, item, id);
            things[find_thing(id)].version++;
        }
    }
}

static struct segment *next_segment(enum pool_lane lane)
{
    assert_true(submitted_count[lane] > 0);
    struct segment *segment = submitted[lane][0];
    submitted_count[lane]--;
    for (unsigned i = 0; i < submitted_count[lane]; i++)
        submitted[lane][i] = submitted[lane][i + 1];
    return segment;
}

static void end(struct segment *segment, enum segment_outcome outcome)
{
    segment->outcome = outcome;
    segment->on_done(segment);
    engine_turn(engine);
}

static void end_load(void)
{
    struct segment *segment = next_segment(POOL_READ);
    bool is_whole = is_sendable(segment) && serve(segment);
    end(segment, is_whole ? SEGMENT_COMMITTED : SEGMENT_NOT_SENT);
}

/* Both phases of a commit, which ends as it is told to. */
static void end_write_as(enum segment_outcome outcome)
{
    struct segment *segment = next_segment(POOL_WRITE);
    if (!is_sendable(segment)) {
        end(segment, SEGMENT_NOT_SENT);
        return;
    }
    if (!serve(segment)) {
        end(segment, SEGMENT_FAILED);
        return;
    }
    segment->is_flushed = true;
    segment->on_flushed(segment);
    if (segment->is_abandoned || !is_sendable(segment)) {
        segment->is_abandoned = true;
        segment->error = (struct segment_error){ .execution = segment->count, .sqlstate = "CL000" };
        outcome = SEGMENT_FAILED;
    }
    if (outcome == SEGMENT_COMMITTED) {
        serve(segment);
        apply(segment);
    }
    end(segment, outcome);
}

static void end_write(void)
{
    end_write_as(SEGMENT_COMMITTED);
}

/* Until nothing waits for the database; time passes for those that rest. */
static void run_dry(void)
{
    for (unsigned turn = 0; turn < 4000; turn++) {
        if (submitted_count[POOL_READ])
            end_load();
        else if (submitted_count[POOL_WRITE])
            end_write();
        else if (engine_timeout_ms(engine, now_ms) >= 0)
            now_ms += 1 + engine_timeout_ms(engine, now_ms);
        else
            return;
        engine_turn(engine);
    }
    fail_msg("it never ends");
}

#endif
