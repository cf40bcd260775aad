/* SPDX-License-Identifier: EUPL-1.2 */
/* Files that come (api/upload.h). The head is read and decided first: who may not is told before he
 * sends. Then the pieces come, each looked at and kept before the next one is read, so that a file
 * costs the server one piece of memory, however slowly it comes; then all of it is decided once
 * more, and what is written makes it whole, or nothing does. */
#include "engine/flight.h"

#include "clock.h"
#include "http/file_header.h"
#include "json/utf8.h"
#include "text/text.h"
#include "uuid.h"

#include <assert.h>
#include <sodium.h>

enum { TITLE_CHARACTERS = 200 };

/* The api's part of it, and the engine's. */
struct intake_state {
    struct upload upload; /* first */
    crypto_hash_sha256_state whole;
    unsigned char expected[FILE_DIGEST_SIZE];
    bool has_expected;
    bool is_stored; /* intake_begin() */
};

static struct intake_state *state_of(const struct flight *flight)
{
    return (struct intake_state *)flight->x.upload;
}

int64_t intake_bytes_in(const struct flight *flight)
{
    return flight->x.upload ? flight->x.upload->byte_count : (int64_t)flight->call->body.size;
}

bool intake_asks(const struct flight *flight)
{
    return flight->x.upload && !flight->x.upload->is_whole;
}

/* --- the head --- */

static struct slice claimed_type(struct flight *flight)
{
    const struct slice type = header_media_type(flight->call->headers[HTTP_CONTENT_TYPE]);
    const char *const *known = flight->x.operation->intake->media_types;
    while (*known && !header_is(type, *known))
        known++;
    return *known ? slice_of(*known) : SLICE_UNSET;
}

static void violate(struct flight *flight, const char *header)
{
    violations_add(&flight->x.violations, VIOLATION_HEADER, slice_of(header), REASON_HEADER_INVALID,
                   NULL);
}

/* What it is called is text like any other: whole signs, none that steers, and not too many. */
static void read_title(struct flight *flight, struct upload *upload)
{
    const struct slice header = flight->call->headers[HTTP_CONTENT_DISPOSITION];
    struct slice name = SLICE_UNSET;
    if (!file_header_name(header, flight->x.arena, &name)) {
        violate(flight, "Content-Disposition");
        return;
    }
    if (!slice_is_set(name))
        return;
    if (!utf8_is_valid(name) || !text_is_visible(name, false)) {
        violate(flight, "Content-Disposition");
        return;
    }
    if (text_compose(flight->x.arena, name, &upload->title) != STATUS_OK)
        flight->x.has_failed = true;
    else if (utf8_length(upload->title) > TITLE_CHARACTERS)
        violate(flight, "Content-Disposition");
}

static void read_digest(struct flight *flight, struct intake_state *state, enum http_header header,
                        const char *name)
{
    unsigned char digest[FILE_DIGEST_SIZE];
    bool has_digest = false;
    const bool was_given = state->has_expected;
    if (!file_header_digest(flight->call->headers[header], digest, &has_digest) ||
        (has_digest && was_given && memcmp(digest, state->expected, sizeof digest) != 0)) {
        violate(flight, name);
        return;
    }
    if (!has_digest)
        return;
    memcpy(state->expected, digest, sizeof digest);
    state->has_expected = true;
}

enum reason intake_read_head(struct flight *flight, enum status *ret_status)
{
    const struct intake *intake = flight->x.operation->intake;
    struct intake_state *state = arena_alloc(flight->x.arena, sizeof *state + intake->look_size);
    const struct slice type = claimed_type(flight);
    if (!state) {
        *ret_status = STATUS_NO_MEMORY;
        return REASON_NONE;
    }
    if (!slice_is_set(type))
        return REASON_MEDIA_TYPE_UNSUPPORTED;
    state->upload.id = uuid_v7_new();
    state->upload.media_type = type;
    state->upload.look = state + 1;
    crypto_hash_sha256_init(&state->whole);
    read_title(flight, &state->upload);
    read_digest(flight, state, HTTP_CONTENT_DIGEST, "Content-Digest");
    read_digest(flight, state, HTTP_REPR_DIGEST, "Repr-Digest");
    flight->x.upload = &state->upload;
    return REASON_NONE;
}

enum step intake_begin(struct flight *flight, bool is_stored)
{
    struct intake_state *state = state_of(flight);
    state->is_stored = is_stored;
    state->upload.root_id = flight->x.root_id;
    flight_forget(flight);
    flight_want_body(flight);
    return STEP_WAITS;
}

/* --- a piece --- */

static void look_at_piece(struct flight *flight, bool is_last)
{
    struct intake_state *state = state_of(flight);
    struct upload *upload = &state->upload;
    const struct slice body = flight->call->body;
    upload->piece = slice_is_set(body) ? body : SLICE("");
    upload->byte_count += (int64_t)upload->piece.size;
    crypto_hash_sha256_update(&state->whole, (const unsigned char *)upload->piece.at,
                              upload->piece.size);
    flight->x.operation->intake->look(&flight->x, is_last);
}

static void next_piece(struct flight *flight)
{
    flight->x.upload->piece_count++;
    http_go_on(flight->call);
}

/* What is only compared, and what a dry run shows, is not kept. */
enum step intake_keep(struct flight *flight)
{
    look_at_piece(flight, false);
    if (flight->x.refusal_count)
        return flight_end(flight, OUTCOME_REFUSALS);
    if (state_of(flight)->is_stored || flight->is_dry_run)
        next_piece(flight);
    else
        lane_wait(flight, LANE_PIECE_IN);
    return STEP_WAITS;
}

static void on_kept(struct segment *segment)
{
    struct flight *flight = segment->owner;
    const bool is_kept = segment->outcome == SEGMENT_COMMITTED;
    if (is_kept && segment_touched(segment, segment->count - 1) == 1) {
        next_piece(flight);
    } else if (is_kept) { /* the file went to somebody else meanwhile */
        flight_wake(flight, flight_refuse(flight, REASON_OUT_OF_SCOPE), "a piece was not taken");
    } else {
        failure_note(&flight->failure, segment);
        flight_wake(flight, flight_refuse(flight, failure_reason(segment)), "a piece was not kept");
    }
    segment_free(segment);
}

void intake_send(struct engine *engine, enum lane lane)
{
    struct flight *flight = engine->waiting[lane].list.first;
    const struct intake *intake = flight->x.operation->intake;
    const struct principal *principal = &flight->x.principal;
    struct segment *segment = segment_new(flight, on_kept);
    if (!segment) {
        flight_wake(flight, flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY), "no memory");
        return;
    }
    assert(scope_is_tenant(principal->scope)); /* the lane is theirs */
    flight_take(flight);
    flight_set_scope(flight, segment);
    struct execution *execution =
        segment_add(segment, intake->keep, principal->scope, principal->scope_id);
    if (execution) {
        params_item(&execution->params);
        intake->bind(&flight->x, &execution->params);
    }
    pool_submit(engine->pool, lane_infos[lane].pool, segment);
}

/* --- the end --- */

/* By which a retry is known: what was said of the file, and the file. */
static void fingerprint(struct flight *flight)
{
    static const enum http_header said[] = { HTTP_CONTENT_TYPE, HTTP_CONTENT_DISPOSITION };
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    for (unsigned i = 0; i < sizeof said / sizeof said[0]; i++) {
        const struct slice value = flight->call->headers[said[i]];
        if (value.size)
            crypto_hash_sha256_update(&state, (const unsigned char *)value.at, value.size);
        crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
    }
    crypto_hash_sha256_update(&state, flight->x.upload->sha256, UPLOAD_DIGEST_SIZE);
    crypto_hash_sha256_final(&state, flight->fingerprint);
}

enum step intake_end(struct flight *flight)
{
    struct intake_state *state = state_of(flight);
    struct exchange *x = &flight->x;
    flight_forget(flight);
    look_at_piece(flight, true);
    crypto_hash_sha256_final(&state->whole, state->upload.sha256);
    if (state->has_expected &&
        memcmp(state->expected, state->upload.sha256, UPLOAD_DIGEST_SIZE) != 0)
        exchange_refuse(x, REASON_DIGEST_DIFFERS, SLICE_UNSET);
    if (x->has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    if (x->refusal_count)
        return flight_end(flight, OUTCOME_REFUSALS);
    state->upload.is_whole = true;
    fingerprint(flight);
    return STEP_QUEUE;
}
