/* SPDX-License-Identifier: EUPL-1.2 */
/* What an organisation, a site or a commission is called: read by people who decide by it whom they
 * trust, so that no two names look alike and are not (organisms, networks, funders, sites,
 * commissions). */
#ifndef TEXT_DENOMINATION_H
#define TEXT_DENOMINATION_H

#include "slice.h"

#include <stdbool.h>

/* The first character that keeps a text from being one: a letter of a script that names are not
 * written in (text_admit_scripts()), as its lookalikes are. 0 = none does. */
unsigned denomination_not_of_it(struct slice text);

/* The certifier's own name (policy.certifier_name), which nobody else bears, however it is spelt.
 * Set once, before anything is read; none until then. The text outlives everything. */
void denomination_reserve(const char *name);
bool denomination_is_reserved(struct slice text);

#endif
