/* SPDX-License-Identifier: EUPL-1.2 */
/* Which credentials are worth nothing any more: a Bitstring Status List (W3C), one bit for each,
 * among 131,072 of which most say nothing about anybody. */
#ifndef STATUS_LIST_H
#define STATUS_LIST_H

#include "credential/secure.h"

enum { STATUS_LIST_BITS = 131072 };

struct status_list {
    struct buffer json, id;
    struct secured secured;
};

/* `list_id` names the list, `annulled` are the places whose bit is set, in decimal, separated by
 * commas. STATUS_FAILED: memory, or a place that is none. */
enum status status_list_write(const struct issuer_keys *keys, struct slice list_id,
                              struct slice annulled, int64_t created_at_s,
                              struct status_list *ret_list) NODISCARD;
void status_list_release(struct status_list *list);

/* The address of a list, and of a place in it ("#7" behind it). */
void status_list_write_address(const struct issuer_keys *keys, struct slice list_id,
                               struct buffer *text);

#endif
