/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/limit.h"

#include "id_spread.h"

#include <pthread.h>

enum { SETS = 1024, WAYS = 4, PLACE_WAYS = 8, MINUTE_MS = 60000, HOUR_MS = 3600000 };
/* So long a line becomes, and so long a place is kept behind its time. */
enum { LINE_MS = 24 * HOUR_MS, KEPT_MS = HOUR_MS };

/* Tokens are counted in parts, as many as their window has milliseconds, so that one millisecond
 * brings a whole number of them. */
struct bucket {
    struct id asks; /* unset = free */
    int64_t tokens; /* below 0: so many places of its line are given */
    int64_t at_ms;  /* when they were counted */
};

struct place {
    struct id asks; /* unset = free */
    int64_t due_ms;
};

/* Each limit has a table of its own: a crowd that asks under one pushes nobody out of another. */
static struct {
    pthread_mutex_t lock;
    struct bucket buckets[LIMITS][SETS][WAYS];
    struct place places[SETS][PLACE_WAYS]; /* of all lines: who asks is told from what about */
} table = { .lock = PTHREAD_MUTEX_INITIALIZER };

static const struct {
    const char *name;
    enum reason reason;
    unsigned burst;   /* tokens of a full bucket; 0 = those of a window */
    enum limit own;   /* of what a tenant's people share */
    unsigned minutes; /* of its window; 0 = one */
} infos[LIMITS] = {
    [LIMIT_NONE] = { "none", REASON_NONE, 0 },
    [LIMIT_REQUESTS] = { "default", REASON_QUOTA_EXCEEDED, 0 },
    [LIMIT_ADDRESS] = { "address", REASON_QUOTA_EXCEEDED, 0 },
    [LIMIT_WRONG_KEYS] = { "wrong-keys", REASON_TOO_MANY_ATTEMPTS, 0 },
    [LIMIT_IDENTITY] = { "identity", REASON_RATE_LIMITED, 0, LIMIT_IDENTITY_OWN },
    [LIMIT_SEARCH] = { "search", REASON_RATE_LIMITED, 0, LIMIT_SEARCH_OWN },
    [LIMIT_CODES] = { "codes", REASON_TOO_MANY_ATTEMPTS, 5 },
    [LIMIT_GRANTS] = { "grants", REASON_RATE_LIMITED, 0, LIMIT_GRANTS_OWN },
    [LIMIT_UPLOADS] = { "uploads", REASON_RATE_LIMITED, 60, LIMIT_UPLOADS_OWN, .minutes = 60 },
    [LIMIT_GUESSES] = { "guesses", REASON_TOO_MANY_ATTEMPTS, 10, .minutes = 60 },
    [LIMIT_GUESSED] = { "guessed", REASON_TOO_MANY_ATTEMPTS, 100, .minutes = 60 },
    [LIMIT_IDENTITY_OWN] = { "identity-own", REASON_RATE_LIMITED, 0 },
    [LIMIT_SEARCH_OWN] = { "search-own", REASON_RATE_LIMITED, 0 },
    [LIMIT_GRANTS_OWN] = { "grants-own", REASON_RATE_LIMITED, 0 },
    [LIMIT_UPLOADS_OWN] = { "uploads-own", REASON_RATE_LIMITED, 30, .minutes = 60 },
    [LIMIT_LIKENESS] = { "likeness", REASON_IDENTITY_TRIED, 0, .minutes = 60 },
};

const char *limit_name(enum limit limit)
{
    return infos[limit].name;
}

enum reason limit_reason(enum limit limit)
{
    return infos[limit].reason;
}

enum limit limit_own(enum limit limit)
{
    return infos[limit].own;
}

unsigned limit_half(unsigned often)
{
    return (often + 1) / 2;
}

/* In milliseconds: as long as a token takes to come when there is one a window. */
static int64_t window_of(enum limit limit)
{
    return (int64_t)(infos[limit].minutes ? infos[limit].minutes : 1) * MINUTE_MS;
}

/* What a bucket holds now, of `full`. What its line owes is paid back first. */
static int64_t tokens_of(const struct bucket *bucket, int64_t full, unsigned often, int64_t now_ms)
{
    const int64_t passed_ms = now_ms > bucket->at_ms ? now_ms - bucket->at_ms : 0;
    const int64_t full_ms = (full - bucket->tokens + often - 1) / often;
    return passed_ms >= full_ms ? full : bucket->tokens + passed_ms * often;
}

/* Its own, filled; or a free one, or that which is fullest: what is forgotten with it is least, and
 * nobody who has asked too often is forgotten while others have not. */
static struct bucket *find(enum limit limit, struct id asks, int64_t full, unsigned often,
                           int64_t now_ms)
{
    struct bucket *set = table.buckets[limit][id_spread(asks) % SETS], *fullest = &set[0];
    int64_t most = -1;
    for (unsigned way = 0; way < WAYS; way++) {
        const bool is_free = !id_is_set(set[way].asks);
        const int64_t tokens = is_free ? full + 1 : tokens_of(&set[way], full, often, now_ms);
        if (id_equals(set[way].asks, asks)) {
            set[way].tokens = tokens;
            set[way].at_ms = now_ms;
            return &set[way];
        }
        if (tokens > most) {
            most = tokens;
            fullest = &set[way];
        }
    }
    *fullest = (struct bucket){ asks, full, now_ms };
    return fullest;
}

static unsigned seconds(int64_t tokens, unsigned often)
{
    const int64_t ms = (tokens + often - 1) / often;
    return (unsigned)((ms + 999) / 1000);
}

/* An answer about a limit, before anything is taken of it; most 0 = it limits nobody. */
static struct limit_answer ask(enum limit limit, struct id asks, unsigned often)
{
    const unsigned burst = infos[limit].burst;
    struct limit_answer answer = { .limit = limit, .is_allowed = true };
    if (often == 0 || !id_is_set(asks))
        return answer;
    answer.most = burst && burst < often ? burst : often;
    answer.window_s = seconds((int64_t)answer.most * window_of(limit), often);
    return answer;
}

static void take(struct bucket *bucket, int64_t token, int64_t full, unsigned often,
                 struct limit_answer *answer)
{
    answer->is_allowed = bucket->tokens >= token;
    if (answer->is_allowed)
        bucket->tokens -= token;
    else
        answer->wait_s = seconds(token - bucket->tokens, often);
    answer->left = bucket->tokens > 0 ? (unsigned)(bucket->tokens / token) : 0;
    answer->full_s = seconds(full - bucket->tokens, often);
}

struct limit_answer limit_take(enum limit limit, struct id asks, unsigned often, int64_t now_ms)
{
    struct limit_answer answer = ask(limit, asks, often);
    const int64_t token = window_of(limit), full = (int64_t)answer.most * token;
    if (answer.most == 0)
        return answer;
    pthread_mutex_lock(&table.lock);
    take(find(limit, asks, full, often, now_ms), token, full, often, &answer);
    pthread_mutex_unlock(&table.lock);
    return answer;
}

void limit_give(enum limit limit, struct id asks, unsigned often, bool is_owed, int64_t now_ms)
{
    const struct limit_answer answer = ask(limit, asks, often);
    const int64_t token = window_of(limit), full = (int64_t)answer.most * token;
    if (answer.most == 0)
        return;
    pthread_mutex_lock(&table.lock);
    struct bucket *bucket = find(limit, asks, full, often, now_ms);
    const int64_t tokens = bucket->tokens + token * is_owed;
    bucket->tokens = tokens < full ? tokens : full;
    pthread_mutex_unlock(&table.lock);
}

/* --- lines --- */

static struct place *place_of(struct id asks)
{
    struct place *set = table.places[id_spread(asks) % SETS];
    for (unsigned way = 0; way < PLACE_WAYS; way++) {
        if (id_equals(set[way].asks, asks))
            return &set[way];
    }
    return NULL;
}

/* A free one, or one that nobody came for; NULL when all are kept. */
static struct place *place_free(struct id asks, int64_t now_ms)
{
    struct place *set = table.places[id_spread(asks) % SETS];
    for (unsigned way = 0; way < PLACE_WAYS; way++) {
        if (!id_is_set(set[way].asks) || now_ms - set[way].due_ms > KEPT_MS)
            return &set[way];
    }
    return NULL;
}

struct limit_answer limit_line(enum limit limit, struct id about, struct id asks, unsigned often,
                               int64_t now_ms)
{
    struct limit_answer answer = ask(limit, about, often);
    const int64_t token = window_of(limit), full = (int64_t)answer.most * token;
    if (answer.most == 0)
        return answer;
    pthread_mutex_lock(&table.lock);
    struct bucket *bucket = find(limit, about, full, often, now_ms);
    take(bucket, token, full, often, &answer);
    struct place *place = answer.is_allowed ? NULL : place_free(asks, now_ms);
    if (place && answer.wait_s <= LINE_MS / 1000) {
        bucket->tokens -= token;
        *place = (struct place){ asks, now_ms + answer.wait_s * INT64_C(1000) };
    }
    pthread_mutex_unlock(&table.lock);
    return answer;
}

struct limit_answer limit_place(enum limit limit, struct id asks, unsigned often, int64_t now_ms)
{
    struct limit_answer answer = ask(limit, asks, often);
    pthread_mutex_lock(&table.lock);
    struct place *place = answer.most ? place_of(asks) : NULL;
    if (!place || now_ms - place->due_ms > KEPT_MS) {
        answer = (struct limit_answer){ .limit = limit };
    } else if (place->due_ms <= now_ms) {
        *place = (struct place){ .due_ms = 0 };
    } else {
        answer.is_allowed = false;
        answer.wait_s = answer.full_s = (unsigned)((place->due_ms - now_ms + 999) / 1000);
    }
    pthread_mutex_unlock(&table.lock);
    return answer;
}
