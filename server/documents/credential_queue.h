/* SPDX-License-Identifier: EUPL-1.2 */
/* What is to be signed: credentials, once each, and the status lists that say which of them are
 * worth nothing any more, again whenever that changes. Both wait as documents do (queue.h). */
#ifndef CREDENTIAL_QUEUE_H
#define CREDENTIAL_QUEUE_H

#include "credential/issuer_keys.h"
#include "documents/queue.h"

enum credential_queue { CREDENTIAL_LISTS, CREDENTIALS, CREDENTIAL_QUEUES };

struct credential_item {
    struct store_rows rows; /* what the texts below are borrowed from */
    enum credential_queue queue;
    struct slice id, attempts;
    struct slice told;             /* what it has to say; unset = what it is of is not there */
    struct slice version, since_s; /* of a list: which version this is, and when it was begun */
};

/* Makes the public keys known, before anything is signed with them. */
bool credential_queue_publish(struct store *store, const struct issuer_keys *keys,
                              char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
/* Whether what the database refused last was a key that was withdrawn: it signs nothing more. */
bool credential_queue_key_is_withdrawn(const struct store *store);
/* False: the database failed. *ret_has_item: there is one, to be released. */
bool credential_queue_take(struct store *store, enum credential_queue queue,
                           struct credential_item *ret_item, bool *ret_has_item,
                           char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
void credential_item_release(struct credential_item *item);
/* *ret_is_first: false when another worker had kept one before. */
bool credential_queue_keep(struct store *store, const struct credential_item *item,
                           struct slice with_proof, struct slice token, bool *ret_is_first,
                           char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
bool credential_queue_tell_fault(struct store *store, const struct credential_item *item,
                                 const char *fault, char ret_why[QUEUE_WHY_SIZE]) NODISCARD;

#endif
