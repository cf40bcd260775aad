/* SPDX-License-Identifier: EUPL-1.2 */
/* A problem document (RFC 9457): why something was refused, as clients read it. Of a whole request,
 * or of one item of several. */
#ifndef PROBLEM_H
#define PROBLEM_H

#include "api/exchange.h"
#include "json/view.h"

/* Of a reason alone, or with what was wrong with the input; violations may be NULL. */
void problem_write_reason(struct writer *writer, enum reason reason,
                          const struct violations *violations, bool is_english,
                          struct slice request_id);
/* The same with another detail than the reason's own. */
void problem_write_detailed(struct writer *writer, enum reason reason, struct slice detail,
                            bool is_english, struct slice request_id);
/* Of the guards that said no: there is one at least. The first one gives its name. */
void problem_write_refusals(struct writer *writer, const struct exchange *x,
                            struct slice request_id);
/* The refusals from `first` on as a JSON array, as `reasons` of a problem has them: whoever asks
 * beforehand reads the same, as MEMBER_OBJECTS of stated_reason_view. */
void problem_write_reasons(struct writer *writer, const struct exchange *x, unsigned first);
extern const struct view stated_reason_view;
/* The reason of the whole: a violation with a 400 of its own (a parameter, a header) makes it a
 * 400. */
enum reason problem_of_violations(const struct violations *violations);

#endif
