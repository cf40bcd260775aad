#include "engine/limit.h"

#include <pthread.h>
#include <string.h>

enum { SETS = 1024, WAYS = 4, MINUTE_MS = 60000 };

/* Tokens are counted in parts, as many as their window has milliseconds, so that one millisecond
 * brings a whole number of them. */
struct bucket {
    struct id asks; /* unset = free */
    enum limit limit;
    int64_t tokens;
    int64_t at_ms; /* when they were counted */
};

static struct {
    pthread_mutex_t lock;
    struct bucket buckets[SETS][WAYS];
} table = { .lock = PTHREAD_MUTEX_INITIALIZER };

static const struct {
    const char *name;
    enum reason reason;
    unsigned burst; /* tokens of a full bucket; 0 = those of a window */
    bool is_of_tenant;
    unsigned minutes; /* of its window; 0 = one */
} infos[LIMITS] = {
    [LIMIT_NONE] = { "none", REASON_NONE, 0 },
    [LIMIT_REQUESTS] = { "default", REASON_QUOTA_EXCEEDED, 0 },
    [LIMIT_ADDRESS] = { "address", REASON_QUOTA_EXCEEDED, 0 },
    [LIMIT_WRONG_KEYS] = { "wrong-keys", REASON_TOO_MANY_ATTEMPTS, 0 },
    [LIMIT_IDENTITY] = { "identity", REASON_RATE_LIMITED, 0, .is_of_tenant = true },
    [LIMIT_SEARCH] = { "search", REASON_RATE_LIMITED, 0, .is_of_tenant = true },
    [LIMIT_CODES] = { "codes", REASON_TOO_MANY_ATTEMPTS, 5 },
    [LIMIT_GRANTS] = { "grants", REASON_RATE_LIMITED, 0, .is_of_tenant = true },
    [LIMIT_GUESSES] = { "guesses", REASON_TOO_MANY_ATTEMPTS, 10, .minutes = 60 },
};

const char *limit_name(enum limit limit)
{
    return infos[limit].name;
}

enum reason limit_reason(enum limit limit)
{
    return infos[limit].reason;
}

bool limit_is_of_tenant(enum limit limit)
{
    return infos[limit].is_of_tenant;
}

/* Identifiers and digests are random at their end. */
static unsigned set_of(struct id asks, enum limit limit)
{
    unsigned number;
    memcpy(&number, asks.bytes + sizeof asks.bytes - sizeof number, sizeof number);
    return (number + (unsigned)limit) % SETS;
}

/* In milliseconds: as long as a token takes to come when there is one a window. */
static int64_t window_of(enum limit limit)
{
    return (int64_t)(infos[limit].minutes ? infos[limit].minutes : 1) * MINUTE_MS;
}

static void fill(struct bucket *bucket, int64_t full, unsigned often, int64_t now_ms)
{
    const int64_t passed_ms = now_ms > bucket->at_ms ? now_ms - bucket->at_ms : 0;
    bucket->tokens =
        passed_ms >= window_of(bucket->limit) ? full : bucket->tokens + passed_ms * often;
    if (bucket->tokens > full)
        bucket->tokens = full;
    bucket->at_ms = now_ms;
}

/* Its own, or a free one, or that of who has asked for longest nothing. */
static struct bucket *find(struct id asks, enum limit limit, int64_t full, int64_t now_ms)
{
    struct bucket *set = table.buckets[set_of(asks, limit)], *oldest = &set[0];
    for (unsigned way = 0; way < WAYS; way++) {
        if (set[way].limit == limit && id_equals(set[way].asks, asks))
            return &set[way];
        if (set[way].at_ms < oldest->at_ms)
            oldest = &set[way];
    }
    *oldest = (struct bucket){ asks, limit, full, now_ms };
    return oldest;
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
    struct bucket *bucket = find(asks, limit, full, now_ms);
    fill(bucket, full, often, now_ms);
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
