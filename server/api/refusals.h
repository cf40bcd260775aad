/* From what the domain answers to what the client reads: refusals with their details. */
#ifndef REFUSALS_H
#define REFUSALS_H

#include "api/exchange.h"
#include "api/resolution.h"
#include "bound.h"
#include "candidacy_decide.h"
#include "outcome.h"
#include "session_machine.h"

/* Refuses an act on a candidacy: with the call that helps, where there is one. */
void refuse_candidacy(struct exchange *x, const struct outcome *outcome,
                      const struct candidacy *now, struct slice referential_code);
/* Adds every reason; details name codes of the référentiel (may be NULL), dates and persons. */
void refuse_outcome(struct exchange *x, const struct outcome *outcome,
                    const struct referential *referential);
/* RECORDS_TOO_MANY, when the root of the act holds so many already (exchange_read_count). */
void refuse_counted(struct exchange *x, enum bound bound, int count);
void refuse_beyond(struct exchange *x, enum bound bound);
/* ROLE_NOT_ALLOWED that says who may: roles as bits, in the details and in words. */
void refuse_role(struct exchange *x, unsigned roles);
/* One detail as a JSON object. */
void write_detail(struct writer *writer, const struct reason_detail *detail,
                  const struct referential *referential);
struct slice detail_print(struct exchange *x, const struct reason_detail *detail,
                          const struct referential *referential);
/* What is known of a candidacy to whoever asks for the call that helps; the code of its
 * certification may be unset. */
struct resolution_subject candidacy_subject(const struct candidacy *now,
                                            struct slice referential_code);

#endif
