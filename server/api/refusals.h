/* SPDX-License-Identifier: EUPL-1.2 */
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
/* One reason, as refuse_outcome() does. */
void refuse_with(struct exchange *x, enum reason reason, struct reason_detail detail);
/* A reason that is about one member of what was made or asked for: pointed at where the body can
 * have it, else named in the details. */
void refuse_of_member(struct exchange *x, enum reason reason, struct slice member);
/* CANDIDATE_NOT_ACTIVE: which record, what became of it and, when it was merged, into which (else
 * survivor_id is unset). The pointer, when a body names the record; else NULL. */
void refuse_inactive(struct exchange *x, const char *pointer, struct id candidate_id,
                     struct slice status, struct id survivor_id);
/* The same, when the candidate that the body names was merged (exchange_read_survivor):
 * with the record that was kept, and where it is read. */
void refuse_merged(struct exchange *x, struct id candidate_id);
/* RECORDS_TOO_MANY, when there are so many already. */
void refuse_counted(struct exchange *x, enum bound bound, int count);
/* The same of what the root of the act holds (exchange_read_count). */
void refuse_beyond(struct exchange *x, enum bound bound);
/* Whose act it is, beyond the role (whose.def). */
enum whose {
    WHOSE_NOBODY,
#define WHOSE(name, text_fr, text_en) WHOSE_##name,
#include "api/whose.def"
#undef WHOSE
    WHOSE_COUNT
};
const char *whose_code(enum whose whose);
const struct label *whose_label(enum whose whose);
/* ACT_OF_ANOTHER: the role is right, the place is not. The pointer may be NULL. */
void refuse_whose(struct exchange *x, enum whose whose, const char *pointer);
/* ROLE_NOT_ALLOWED that says who may: roles as bits, in the details and in words. Who has one of
 * them is told whose it is instead. */
void refuse_role(struct exchange *x, unsigned roles, enum whose whose, const char *pointer);
/* The same as a message and details; the reason. */
enum reason say_role(struct exchange *x, unsigned roles, enum whose whose, const char *pointer,
                     struct slice *ret_message, struct slice *ret_details);
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
