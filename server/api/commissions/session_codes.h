/* SPDX-License-Identifier: EUPL-1.2 */
/* Codes of domains between commas, as a decision keeps them: "1,3". */
#ifndef SESSION_CODES_H
#define SESSION_CODES_H

#include "api/operation.h"
#include "referential.h"

/* Domains of the pinned version. */
uint32_t session_domains_of(const struct referential *referential, struct slice codes);
/* An array of texts. */
void session_write_codes(struct writer *writer, struct slice codes);

#endif
