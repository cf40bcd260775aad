/* SPDX-License-Identifier: EUPL-1.2 */
/* Answers as pages: which of the two a caller wants, and what a browser is told about the page. */
#include "engine/flight.h"

#include "api/page_frame.h"

#include <sodium.h>

bool page_is_preferred(const struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    const struct slice accept = flight->call->headers[HTTP_ACCEPT];
    return operation && operation->reply.page &&
           accept_weight(accept, "text/html") > accept_weight(accept, "application/json");
}

static bool is_refusal(const struct flight *flight)
{
    return flight->outcome.kind != OUTCOME_NONE && flight->outcome.kind != OUTCOME_REPLY;
}

bool page_is_wanted(const struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    return page_is_preferred(flight) || (operation && operation->reply.page &&
                                         operation->reply.page->is_all && !is_refusal(flight));
}

/* Nothing may be loaded, run or framed but what the page says, and a form is sent to nobody else:
 * the style sheet is known by its digest. */
static struct slice policy_of(const struct flight *flight, const char *loads)
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    char text[sodium_base64_ENCODED_LEN(sizeof digest, sodium_base64_VARIANT_ORIGINAL)];
    const struct slice style = slice_of(page_livery->text);
    crypto_hash_sha256(digest, (const unsigned char *)style.at, style.size);
    sodium_bin2base64(text, sizeof text, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL);
    return arena_print(flight->x.arena,
                       "default-src 'none'; style-src 'sha256-%s'%s; base-uri 'none'; "
                       "form-action 'self'; frame-ancestors 'none'",
                       text, loads ? loads : "");
}

void page_write(struct flight *flight, const struct page_told *told)
{
    const struct page *page = flight->x.operation->reply.page;
    buffer_clear(&flight->body);
    page->render(&flight->x, told, &flight->body);
    http_reply_header(&flight->reply, "Content-Security-Policy",
                      policy_of(flight, told->reason == REASON_NONE ? page->loads : NULL));
    http_reply_header(&flight->reply, "Content-Type", SLICE("text/html; charset=utf-8"));
}
