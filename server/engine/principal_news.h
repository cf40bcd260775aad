/* SPDX-License-Identifier: EUPL-1.2 */
/* What a process hears of changes of principals: told by one thread, read by every loop.
 *
 * Loops remember who a credential is (principal.h). Whatever ends or alters a principal is told by
 * the database within milliseconds (migrations/always/37_principal_news.sql), and taken off their
 * memory by its number in the news. When nobody listens, or nobody has heard the database for
 * NEWS_LEASE_MS, what is remembered is not used. */
#ifndef PRINCIPAL_NEWS_H
#define PRINCIPAL_NEWS_H

#include "id.h"

#include <stdbool.h>
#include <stdint.h>

/* NEWS_KEPT items are kept: a loop that comes later forgets everything. */
enum { NEWS_KEPT = 64, NEWS_LEASE_MS = 700, DIGEST_SIZE = 32 };

struct principal_news;

struct principal_news *principal_news_new(void);
void principal_news_free(struct principal_news *news);

/* --- who listens --- */

/* Something changed that concerns this credential, person, organism, network, commission or
 * candidate; unset = everybody. */
void principal_news_tell(struct principal_news *news, struct id about);
/* The database was heard: it had told all that it had to tell at `heard_ms` (monotonic). */
void principal_news_hold(struct principal_news *news, int64_t heard_ms);
/* Nobody listens any more. */
void principal_news_drop(struct principal_news *news);
/* There is a key whose digest begins so. */
void principal_news_admit(struct principal_news *news, uint64_t head);
/* All keys that there were have been admitted; what comes later is admitted as it comes. */
void principal_news_complete(struct principal_news *news);

/* --- the loops --- */

/* What is remembered may be used now. NULL: there is no such thing as news, and it may not. */
bool principal_news_is_fresh(const struct principal_news *news, int64_t now_ms);
/* How many items were told so far. */
uint64_t principal_news_number(const struct principal_news *news);
/* The items behind number `since`: how many, into ret_ids. False: it is more than was kept, or
 * everybody is concerned. */
bool principal_news_since(struct principal_news *news, uint64_t since, struct id ret_ids[NEWS_KEPT],
                          unsigned *ret_count);

enum key_answer {
    KEY_UNHEARD, /* no key with such a digest was ever told of */
    KEY_POSSIBLE,
};
/* Never wrong about a key that was told of; KEY_POSSIBLE too while not all are known. */
enum key_answer principal_news_ask(const struct principal_news *news,
                                   const unsigned char digest[DIGEST_SIZE]);

#endif
