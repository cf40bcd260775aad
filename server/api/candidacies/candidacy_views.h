/* SPDX-License-Identifier: EUPL-1.2 */
/* What clients read of a candidacy: shared by the operations that answer with one. */
#ifndef CANDIDACY_VIEWS_H
#define CANDIDACY_VIEWS_H

#include "json/view.h"

extern const struct view candidacy_view;
extern const struct view candidacy_event_view;
extern const struct view domain_status_view; /* with its sub-domains, without criteria */

#endif
