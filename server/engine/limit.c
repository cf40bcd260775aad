#include "engine/limit.h"

#include <pthread.h>
#include <string.h>

enum { SETS = 1024, WAYS = 4, MINUTE_MS = 60000 };

/* Tokens are counted in 60000ths, so that one millisecond brings a whole number of them. */
struct bucket {
    struct id credential; /* unset = free */
    enum operation_limit kind;
    int64_t tokens;
    int64_t at_ms; /* when they were counted */
};

static struct {
    pthread_mutex_t lock;
    struct bucket buckets[SETS][WAYS];
} table = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* A search sees only what is the caller's own. */
static const struct {
    const char *name;
    unsigned times;
} kinds[] = {
    [LIMIT_NONE] = { "none", 0 },
    [LIMIT_IDENTITY] = { "identity", 1 },
    [LIMIT_SEARCH] = { "search", 5 },
};

const char *limit_name(enum operation_limit kind)
{
    return kinds[kind].name;
}

/* Identifiers are random at their end. */
static unsigned set_of(struct id credential, enum operation_limit kind)
{
    unsigned number;
    memcpy(&number, credential.bytes + sizeof credential.bytes - sizeof number, sizeof number);
    return (number + (unsigned)kind) % SETS;
}

static void fill(struct bucket *bucket, unsigned most, int64_t now_ms)
{
    const int64_t full = (int64_t)most * MINUTE_MS;
    const int64_t passed_ms = now_ms > bucket->at_ms ? now_ms - bucket->at_ms : 0;
    bucket->tokens = passed_ms >= MINUTE_MS ? full : bucket->tokens + passed_ms * most;
    if (bucket->tokens > full)
        bucket->tokens = full;
    bucket->at_ms = now_ms;
}

/* Its own, or a free one, or that of who has asked for longest nothing. */
static struct bucket *find(struct id credential, enum operation_limit kind, unsigned most,
                           int64_t now_ms)
{
    struct bucket *set = table.buckets[set_of(credential, kind)], *oldest = &set[0];
    for (unsigned way = 0; way < WAYS; way++) {
        if (set[way].kind == kind && id_equals(set[way].credential, credential))
            return &set[way];
        if (set[way].at_ms < oldest->at_ms)
            oldest = &set[way];
    }
    *oldest = (struct bucket){ credential, kind, (int64_t)most * MINUTE_MS, now_ms };
    return oldest;
}

static unsigned seconds(int64_t tokens, unsigned per_minute)
{
    const int64_t ms = (tokens + per_minute - 1) / per_minute;
    return (unsigned)((ms + 999) / 1000);
}

struct limit_answer limit_take(struct id credential, enum operation_limit kind, unsigned per_minute,
                               int64_t now_ms)
{
    struct limit_answer answer = { .most = per_minute * kinds[kind].times };
    if (answer.most == 0 || !id_is_set(credential))
        return (struct limit_answer){ .is_allowed = true };
    pthread_mutex_lock(&table.lock);
    struct bucket *bucket = find(credential, kind, answer.most, now_ms);
    fill(bucket, answer.most, now_ms);
    answer.is_allowed = bucket->tokens >= MINUTE_MS;
    if (answer.is_allowed)
        bucket->tokens -= MINUTE_MS;
    else
        answer.wait_s = seconds(MINUTE_MS - bucket->tokens, answer.most);
    answer.left = (unsigned)(bucket->tokens / MINUTE_MS);
    answer.full_s = seconds((int64_t)answer.most * MINUTE_MS - bucket->tokens, answer.most);
    pthread_mutex_unlock(&table.lock);
    return answer;
}
