/* SPDX-License-Identifier: EUPL-1.2 */
/* The credential of a certificate: an Open Badge 3.0 without anybody's name. Its holder is a number
 * that is drawn for the badge and stands nowhere else; whoever shows it says who he is in another
 * way. */
#ifndef BADGE_H
#define BADGE_H

#include "credential/secure.h"
#include "json/document.h"

/* From what is told of a certificate as JSON (credential_told() of the database). The texts of
 * ret_badge are in ret_json and ret_told, buffers that the caller releases. STATUS_FAILED: memory,
 * or a member is not there, which *ret_missing points at. */
struct badge {
    struct buffer json, id, subject;
    struct secured secured;
};

enum status badge_write(const struct issuer_keys *keys, struct slice certifier,
                        const struct document *told, struct badge *ret_badge,
                        const char **ret_missing) NODISCARD;
void badge_release(struct badge *badge);

#endif
