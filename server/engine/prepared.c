/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/prepared.h"

#include "engine/flight.h"
#include "http/gzip.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>

enum { PREPARED_MAX = 24, HASH_BYTES = 16 };

static struct prepared prepared[PREPARED_MAX];
static unsigned count;

void prepared_print_etag(struct slice text, char ret_etag[ETAG_SIZE])
{
    unsigned char hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text.at, text.size, NULL, 0);
    sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    snprintf(ret_etag, ETAG_SIZE, "\"%s\"", hex);
}

/* Nothing of the request has a part in it: no member of the path, no parameter. */
static bool is_always_the_same(const struct operation *operation)
{
    return operation_is_fixed(operation) && !operation->query && !operation->prepare &&
           operation->roles == 0 && !strchr(operation->path, '{');
}

/* False when memory is short. */
static bool render(const struct operation *operation, struct slice certifier_name,
                   struct slice *ret_text)
{
    struct arena arena;
    struct buffer body = { 0 };
    struct writer writer;
    if (operation->reply.shared) {
        *ret_text = *operation->reply.shared;
        return slice_is_set(*ret_text);
    }
    arena_init(&arena, 0);
    struct exchange x = { .arena = &arena,
                          .operation = operation,
                          .certifier_name = certifier_name };
    writer_init(&writer, &body);
    operation->reply.render(&x, &writer);
    arena_release(&arena);
    if (body.has_failed || x.has_failed) {
        buffer_release(&body);
        return false;
    }
    *ret_text = (struct slice){ body.at, body.size };
    return true;
}

static void prepare(const struct operation *operation, struct slice certifier_name)
{
    struct prepared *one = &prepared[count];
    assert(count < PREPARED_MAX);
    if (!render(operation, certifier_name, &one->text))
        return;
    one->operation = operation;
    prepared_print_etag(one->text, one->etag);
    count++;
}

void prepared_code(void)
{
    for (unsigned i = 0; i < count; i++) {
        struct prepared *one = &prepared[i];
        struct buffer coded = { 0 };
        if (one->text.size < GZIP_LEAST_BYTES || !gzip_text(one->text, &coded) ||
            coded.size >= one->text.size) {
            buffer_release(&coded);
            continue;
        }
        one->gzip = (struct slice){ coded.at, coded.size };
        atomic_store(&one->is_coded, true);
    }
}

void prepared_init(struct slice certifier_name)
{
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (is_always_the_same(o))
                prepare(o, certifier_name);
        }
    }
}

const struct prepared *prepared_find(const struct operation *operation)
{
    for (unsigned i = 0; i < count; i++) {
        if (prepared[i].operation == operation)
            return &prepared[i];
    }
    return NULL;
}
