/* SPDX-License-Identifier: EUPL-1.2 */
/* The dashboard of one candidacy: where it stands, domain by domain. */
#ifndef CANDIDACY_SUMMARY_H
#define CANDIDACY_SUMMARY_H

#include "api/exchange.h"

extern const struct view candidacy_summary_view;
/* Of the one candidacy that the loads brought (struct candidacy_set). */
void candidacy_render_summary(struct exchange *x, struct writer *writer);

#endif
