/* From what the domain answers to what the client reads: refusals with their details, allowed
 * events with their guards. */
#ifndef REFUSALS_H
#define REFUSALS_H

#include "api/exchange.h"
#include "candidacy_decide.h"
#include "outcome.h"
#include "session_machine.h"

/* Refuses an act on a candidacy: with the call that helps, where there is one. */
void refuse_candidacy(struct exchange *x, const struct outcome *outcome,
                      const struct candidacy *now);
/* Adds every reason; details name codes of the référentiel (may be NULL), dates and persons. */
void refuse_outcome(struct exchange *x, const struct outcome *outcome,
                    const struct referential *referential);
/* The names of the events that the state allows now, for the body of a refusal. */
void refuse_with_allowed(struct exchange *x, const struct allowed_event *events, int count);
/* [{ event, is_allowed, guards: [...] }] */
void write_allowed_events(struct exchange *x, struct writer *writer,
                          const struct allowed_event *events, int count,
                          const struct candidacy *now);
/* One detail as a JSON object. */
void write_detail(struct writer *writer, const struct reason_detail *detail,
                  const struct referential *referential);

#endif
