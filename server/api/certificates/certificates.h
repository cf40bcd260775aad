/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients read of a certificate, for the operations that answer with one; and how one is
 * issued, alone or with others. */
#ifndef CERTIFICATES_H
#define CERTIFICATES_H

#include "api/candidates/identity_standing.h"
#include "api/operation.h"
#include "api/role.h"
#include "certificate.h"
#include "json/view.h"

/* Jurors read files and vote; what becomes of it is handed over by others (3.2). */
#define CERTIFICATE_READERS                                                                        \
    (ROLES_FOLLOWING | ROLE_SECRETARY | ROLE_NETWORK_MANAGER | ROLE_CANDIDATE)

/* Who hands one over. */
#define HANDOVER_ROLES (ROLE_REFERENT | ROLE_SECRETARY | ROLE_CERTIFIER)

extern const struct view certificate_view;
extern const struct view certificate_holder_view;

/* What the issue of one certificate rests on. */
struct certificate_snapshot {
    struct id candidacy_id, decision_id, existing_id;
    struct certificate_facts facts;
    unsigned not_drawn; /* a character of what its document has to say that no font has; 0 = none */
    const char *not_drawn_of;
    const char *const *changed; /* members of the identity since the decision */
    size_t changed_count;
    struct slice note;                 /* by what one sees that this is right */
    struct identity_standing standing; /* and by whose statement, beside */
};
/* The first character of what a paper prints that no font has, 0 = none, and whose it is: `lines`
 * are the texts of {{holder_texts}}, and of a certificate those of its own behind them. */
unsigned certificate_not_drawn(struct slice lines, const char **ret_member);
/* Refuses with CHARACTER_NOT_DRAWN at `pointer`. */
void certificate_refuse_undrawn(struct exchange *x, const char *pointer, unsigned character,
                                const char *member);
/* A verification code, drawn by lot. False: the exchange has failed. */
bool certificate_draw_code(struct exchange *x, char ret_code[VERIFICATION_CODE_SIZE]);
/* A row of {{certificate_facts}}. */
void certificate_read_facts(struct exchange *x, struct row *row,
                            struct certificate_snapshot *known);
/* Of the one in x->snapshot: the certificate that there is (x->result_id, status 200), one more to
 * be written, refusals, or violations at /candidacy_id. */
void certificate_decide_issue(struct exchange *x);
enum { INSERT_CERTIFICATE, CERTIFICATE_WRITES };
extern const struct write certificate_writes[CERTIFICATE_WRITES];
extern const struct operation certificate_operations[]; /* issueCertificate is the first */

#endif
