/* SPDX-License-Identifier: EUPL-1.2 */
/* What people read of a refusal whose details are known: dates, counts and codes stand in the
 * sentence itself (wording.def). */
#ifndef SENTENCE_H
#define SENTENCE_H

#include "api/exchange.h"
#include "outcome.h"
#include "referential.h"

/* In the language of the caller and the memory of the request. `referential` may be NULL; codes of
 * it are then unknown. */
struct slice sentence_print(struct exchange *x, enum reason reason,
                            const struct reason_detail *detail,
                            const struct referential *referential);
/* The same of a sentence that is no wording of a reason. */
struct slice sentence_print_text(struct exchange *x, const char *text,
                                 const struct reason_detail *detail);

#endif
