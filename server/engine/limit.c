/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/limit.h"

#include "id_spread.h"

#include <pthread.h>

enum { SETS = 1024, WAYS = 4, MINUTE_MS = 60000 };

/* Tokens are counted in parts, as many as their window has milliseconds, so that one millisecond
 * brings a whole number of them. */
struct bucket {
    struct id asks; /* unset = free */
    int64_t tokens;
    int64_t at_ms; /* when they were counted */
};

/* Each limit has a table of its own: a crowd that asks under one pushes nobody out of another. */
static struct {
    pthread_mutex_t lock;
    struct bucket buckets[LIMITS][SETS][WAYS];
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
    [LIMIT_FIRST_GUESS] = { "first-guess", REASON_TOO_MANY_ATTEMPTS, 0, .minutes = 60 },
    [LIMIT_FIRST_GUESSES] = { "first-guesses", REASON_TOO_MANY_ATTEMPTS, 1000, .minutes = 60 },
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

/* What a bucket holds now, of `full`. */
static int64_t tokens_of(const struct bucket *bucket, enum limit limit, int64_t full,
                         unsigned often, int64_t now_ms)
{
    const int64_t passed_ms = now_ms > bucket->at_ms ? now_ms - bucket->at_ms : 0;
    const int64_t tokens =
        passed_ms >= window_of(limit) ? full : bucket->tokens + passed_ms * often;
    return tokens < full ? tokens : full;
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
        const int64_t tokens =
            is_free ? full + 1 : tokens_of(&set[way], limit, full, often, now_ms);
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

struct limit_answer limit_take(enum limit limit, struct id asks, unsigned often, int64_t now_ms)
{
    if (often == 0 || !id_is_set(asks))
        return (struct limit_answer){ .limit = limit, .is_allowed = true };
    const unsigned burst = infos[limit].burst;
    struct limit_answer answer = { .limit = limit, .most = burst && burst < often ? burst : often };
    const int64_t token = window_of(limit), full = (int64_t)answer.most * token;
    answer.window_s = seconds(full, often);
    pthread_mutex_lock(&table.lock);
    struct bucket *bucket = find(limit, asks, full, often, now_ms);
    answer.is_allowed = bucket->tokens >= token;
    if (answer.is_allowed)
        bucket->tokens -= token;
    else
        answer.wait_s = seconds(token - bucket->tokens, often);
    answer.left = (unsigned)(bucket->tokens / token);
    answer.full_s = seconds(full - bucket->tokens, often);
    pthread_mutex_unlock(&table.lock);
    return answer;
}
