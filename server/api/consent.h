/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose word a consent is (decision 34), wherever one is given: the transfer of a file, a link, the
 * sight of a record, what a funder reads.
 *
 * A person gives it: in person, by a login that the other side did not give, or by a code; for an
 * organism or a network its referent or manager; the certifier in the place of whoever is silent.
 * What somebody else said is written down by a person, with what shows it. A system states nobody's
 * consent: it asks for links and tells them, and takes back and declines. That a candidate agrees
 * to be followed (RECORD_INFORMATION) it may tell, since it names the counsellor who heard it
 * (A38). */
#ifndef CONSENT_H
#define CONSENT_H

#include "api/exchange.h"

/* A key or login of a partner, behind which nobody stands who could answer for it. */
bool consent_is_of_system(const struct exchange *x);
/* Refuses it: PERSON_REQUIRED. */
void consent_needs_person(struct exchange *x);
/* Says the last refusal as that of a record that is open already: nothing is left to consent to. */
void consent_say_open(struct exchange *x);
/* Refuses who comes by a login that the side which asks gave: LOGIN_OF_ASKER. It could be that side
 * itself. `is_given_by_asker`: credential_is_given_by() in the database. */
void consent_needs_other_login(struct exchange *x, bool is_given_by_asker);

#endif
