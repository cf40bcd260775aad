/* SPDX-License-Identifier: EUPL-1.2 */
/* Answers that are always the same, made once: the contract, the catalogue of problems, the
 * vocabularies. With their tags, and coded ahead, since they are too large to be coded for each. */
#ifndef PREPARED_H
#define PREPARED_H

#include "api/operation.h"

#include <stdatomic.h>

enum { ETAG_SIZE = 48 };

struct prepared {
    const struct operation *operation;
    struct slice text;
    struct slice gzip;      /* once is_coded: that is not worth it everywhere */
    _Atomic(bool) is_coded; /* set by prepared_code(), beside the loops */
    char etag[ETAG_SIZE];
};

/* Called before the loops start; but for the coding read-only afterwards, for the life of the
 * process. What there is no memory for is made for each request, like any other answer. */
void prepared_init(struct slice certifier_name);
/* Codes them, once, when the loops serve already: it takes longer than a start should. */
void prepared_code(void);
const struct prepared *prepared_find(const struct operation *operation); /* or NULL */
/* The tag of a text, in quotes. */
void prepared_print_etag(struct slice text, char ret_etag[ETAG_SIZE]);

#endif
