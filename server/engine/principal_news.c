/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/principal_news.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A Bloom filter of two bits a key: 2^23 bits are 1 MiB, and of 100,000 keys one guess in 1,800
 * passes for a key. Bits are never taken back: a key that is gone costs a question. */
enum { FILTER_WORD_BITS = 64, FILTER_WORDS = (1 << 23) / FILTER_WORD_BITS };

struct principal_news {
    pthread_mutex_t mutex; /* of the items */
    struct id items[NEWS_KEPT];
    uint64_t everybody; /* number of the last item that concerned everybody */
    atomic_ullong number;
    atomic_llong until_ms;
    atomic_bool is_complete;
    atomic_ullong filter[FILTER_WORDS];
};

struct principal_news *principal_news_new(void)
{
    struct principal_news *news = calloc(1, sizeof *news);
    if (news && pthread_mutex_init(&news->mutex, NULL) != 0) {
        free(news);
        return NULL;
    }
    return news;
}

void principal_news_free(struct principal_news *news)
{
    if (!news)
        return;
    pthread_mutex_destroy(&news->mutex);
    free(news);
}

void principal_news_tell(struct principal_news *news, struct id about)
{
    pthread_mutex_lock(&news->mutex);
    const uint64_t number = atomic_load(&news->number);
    news->items[number % NEWS_KEPT] = about;
    if (!id_is_set(about))
        news->everybody = number + 1;
    atomic_store(&news->number, number + 1);
    pthread_mutex_unlock(&news->mutex);
}

void principal_news_hold(struct principal_news *news, int64_t heard_ms)
{
    atomic_store(&news->until_ms, heard_ms + NEWS_LEASE_MS);
}

void principal_news_drop(struct principal_news *news)
{
    atomic_store(&news->until_ms, 0);
}

void principal_news_complete(struct principal_news *news)
{
    atomic_store(&news->is_complete, true);
}

static unsigned bit_of(uint64_t head, unsigned which)
{
    return (unsigned)(head >> (which * 32)) % (FILTER_WORDS * FILTER_WORD_BITS);
}

void principal_news_admit(struct principal_news *news, uint64_t head)
{
    for (unsigned which = 0; which < 2; which++) {
        const unsigned bit = bit_of(head, which);
        atomic_fetch_or(&news->filter[bit / FILTER_WORD_BITS], 1ull << bit % FILTER_WORD_BITS);
    }
}

bool principal_news_is_fresh(const struct principal_news *news, int64_t now_ms)
{
    return news && now_ms < atomic_load(&news->until_ms);
}

uint64_t principal_news_number(const struct principal_news *news)
{
    return news ? atomic_load(&news->number) : 0;
}

bool principal_news_since(struct principal_news *news, uint64_t since, struct id ret_ids[NEWS_KEPT],
                          unsigned *ret_count)
{
    pthread_mutex_lock(&news->mutex);
    const uint64_t number = atomic_load(&news->number);
    const bool is_kept = number - since <= NEWS_KEPT && news->everybody <= since;
    *ret_count = 0;
    for (uint64_t i = since; is_kept && i < number; i++)
        ret_ids[(*ret_count)++] = news->items[i % NEWS_KEPT];
    pthread_mutex_unlock(&news->mutex);
    return is_kept;
}

enum key_answer principal_news_ask(const struct principal_news *news,
                                   const unsigned char digest[DIGEST_SIZE])
{
    if (!news || !atomic_load(&news->is_complete))
        return KEY_POSSIBLE;
    uint64_t head = 0;
    for (unsigned i = 0; i < 8; i++)
        head = head << 8 | digest[i];
    for (unsigned which = 0; which < 2; which++) {
        const unsigned bit = bit_of(head, which);
        if (!(atomic_load(&news->filter[bit / FILTER_WORD_BITS]) >> bit % FILTER_WORD_BITS & 1))
            return KEY_UNHEARD;
    }
    return KEY_POSSIBLE;
}
