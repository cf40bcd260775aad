#include "engine/guesses.h"

bool guesses_may_go_on(struct guesses *guesses, const unsigned char digest[DIGEST_SIZE],
                       int64_t now_ms)
{
    int64_t *until_ms = &guesses->until_ms[digest[0] % GUESS_PLACES];
    if (*until_ms < now_ms)
        *until_ms = now_ms;
    if (*until_ms > now_ms + (GUESSES_AT_ONCE - 1) * GUESS_PERIOD_MS)
        return false;
    *until_ms += GUESS_PERIOD_MS;
    return true;
}
