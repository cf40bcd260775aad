/* Whoever tries codes is slowed: five at once, then one a second, for each login that tries. One
 * table a loop; logins that fall into one place share its patience. */
#ifndef GUESSES_H
#define GUESSES_H

#include "engine/principal_news.h"

enum { GUESS_PLACES = 256, GUESSES_AT_ONCE = 5, GUESS_PERIOD_MS = 1000 };

struct guesses {
    int64_t until_ms[GUESS_PLACES]; /* until when the patience of a place is spent */
};

/* Counts one more try. */
bool guesses_may_go_on(struct guesses *guesses, const unsigned char digest[DIGEST_SIZE],
                       int64_t now_ms);

#endif
